//go:build scheduler.jspi

package task

import (
	"internal/gclayout"
	"unsafe"
)

// A stack belongs to one task after another. It is a large heap object, which
// the collector would rarely get free and scan from end to end. So it is kept
// for ever, hidden from the scan as an object without pointers, and MarkStacks
// scans what is used of it.
type stack struct {
	base unsafe.Pointer
	size uintptr
	task *Task // nil: free for the next
}

// stacks are all there are: as many as goroutines were ever alive at once.
var stacks []stack

// takeStack returns a free stack, or a new one. What its last task left in it
// is never read: a function sets the slots that hold its pointers first.
func takeStack(t *Task, size uintptr) unsafe.Pointer {
	for i := range stacks {
		if s := &stacks[i]; s.task == nil && s.size == size {
			s.task = t
			return s.base
		}
	}
	base := runtime_alloc(size, gclayout.NoPtrs.AsPtr())
	stacks = append(stacks, stack{base, size, t})
	return base
}

// releaseStack takes a task's stack away from it.
func releaseStack(t *Task) {
	for i := range stacks {
		if stacks[i].task == t {
			stacks[i].task = nil
		}
	}
}

// MarkStacks has the collector mark what tasks' stacks point to. A task that is
// paused uses its stack from its own stack pointer on, the one that runs from
// the stack pointer sp on; of one that called out to JavaScript, which called
// in again, that is not known.
func MarkStacks(sp uintptr, mark func(start, end uintptr)) {
	for i := range stacks {
		s := &stacks[i]
		if s.task == nil {
			continue
		}
		start, end := uintptr(s.base), uintptr(s.base)+s.size
		switch state := &s.task.state; {
		case state.phase != running:
			mark(state.csp, end)
		case start <= sp && sp < end:
			mark(sp, end)
		default:
			mark(start, end)
		}
	}
}
