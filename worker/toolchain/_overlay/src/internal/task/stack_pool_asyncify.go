//go:build scheduler.asyncify

package task

import "unsafe"

// The stacks of tasks that have exited, kept for the next ones. Every stack is
// a large heap object that the collector rarely gets free, so that without
// the pool memory grows with each goroutine started. All stacks of a program
// have one size.
var (
	stackPool     [16]unsafe.Pointer
	stackPoolLen  int
	stackPoolSize uintptr
)

//go:linkname memzero runtime.memzero
func memzero(ptr unsafe.Pointer, size uintptr)

// takeStack returns a stack from the pool, or a new one.
func takeStack(size uintptr) unsafe.Pointer {
	if stackPoolSize == 0 {
		stackPoolSize = size
	}
	if size != stackPoolSize {
		runtimePanic("goroutine stacks of two sizes")
	}
	if stackPoolLen == 0 {
		return runtime_alloc(size, nil)
	}
	stackPoolLen--
	stack := stackPool[stackPoolLen]
	stackPool[stackPoolLen] = nil
	return stack
}

// releaseStack puts a stack into the pool, or leaves it to the collector when
// the pool is full.
func releaseStack(stack unsafe.Pointer) {
	if stackPoolLen == len(stackPool) {
		return
	}
	wipeStack(stack, stackPoolSize)
	stackPool[stackPoolLen] = stack
	stackPoolLen++
}

// wipeStack clears what a task has written, from both ends of its stack, so
// that no pointer left in it keeps an object alive. It stops at the first
// stretch that holds nothing, since clearing all of a large stack would cost
// more than the task did; a pointer beyond such a gap stays until the stack
// is used as deeply again.
func wipeStack(stack unsafe.Pointer, size uintptr) {
	const stretch = 16 << 10
	low, high := uintptr(0), size
	for low+stretch <= high && wipe(unsafe.Add(stack, low), stretch) {
		low += stretch
	}
	for low+stretch <= high && wipe(unsafe.Add(stack, high-stretch), stretch) {
		high -= stretch
	}
}

// wipe clears size bytes and reports whether any was set.
func wipe(ptr unsafe.Pointer, size uintptr) bool {
	for i := uintptr(0); i < size; i += 8 {
		if *(*uint64)(unsafe.Add(ptr, i)) != 0 {
			memzero(ptr, size)
			return true
		}
	}
	return false
}
