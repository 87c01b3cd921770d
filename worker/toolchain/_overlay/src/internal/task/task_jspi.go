//go:build scheduler.jspi

// This scheduler runs each goroutine on a stack of its own that the JavaScript
// engine keeps (WebAssembly JavaScript Promise Integration): to start one is a
// call of a promising export, to pause is to await a promise that JavaScript
// settles when the goroutine is to go on. Nothing of the program is changed for
// that, where Asyncify makes all code that may be suspended larger by half.
//
// What the engine does not keep is the C stack in linear memory: it is switched
// here.

package task

import (
	"unsafe"
)

// Stack canary, to detect a stack overflow: the number in the first word of a
// stack, random.
const stackCanary = uintptr(uint64(0x670c1333b83bf575) & uint64(^uintptr(0)))

//go:linkname runtimePanic runtime.runtimePanic
func runtimePanic(str string)

// state is what is kept of a task while it does not run. task_jspi_wasm.S knows
// where its first three fields are.
type state struct {
	// entry is the function to call, with args.
	entry uintptr
	args  unsafe.Pointer

	// csp is the stack pointer of the C stack, which grows downwards. It is a
	// number and not a pointer so that the collector does not look for the
	// object it points into: see stacks_jspi.go.
	csp uintptr

	// canaryPtr points to the first (lowest) word of the stack.
	canaryPtr *uintptr

	phase phase

	// resumed says that JavaScript runs the task, and not Resume.
	resumed bool
}

type phase uint8

const (
	fresh phase = iota
	running
	paused
	ended
)

// start creates and starts a new goroutine with the given function and arguments.
func start(fn uintptr, args unsafe.Pointer, stackSize uintptr) {
	t := &Task{}
	stack := takeStack(t, stackSize)
	t.state.entry, t.state.args, t.state.csp = fn, args, uintptr(stack)+stackSize
	t.state.canaryPtr = (*uintptr)(stack)
	*t.state.canaryPtr = stackCanary
	scheduleTask(t)
}

// launch has JavaScript call tinygo_task on a stack of its own. It returns when
// the task pauses for the first time, or ends.
//
//export tinygo_launch
func (*state) launch()

// suspend returns when JavaScript goes on with the task.
//
//export tinygo_suspend
func (*state) suspend()

// unwind has JavaScript throw what ends the task and its stack.
//
//export tinygo_unwind
func unwind()

// wake has JavaScript go on with a paused task once nothing else runs.
//
//go:wasmimport tinygo wake
func wake(s unsafe.Pointer)

// yield has JavaScript call the scheduler once nothing else runs.
//
//go:wasmimport tinygo yield
func yield()

// currentTask is the current running task, or nil if currently in the scheduler.
var currentTask *Task

// Current returns the current active task.
func Current() *Task {
	return currentTask
}

// Pause suspends the current task and returns to the scheduler, or to
// JavaScript. It may only be called on a goroutine's stack.
func Pause() {
	t := currentTask
	t.stop(paused)
	t.state.suspend()
	t.state.phase, t.state.resumed = running, true
	currentTask = t
}

// stop makes t the current task no longer, unless Resume will.
func (t *Task) stop(p phase) {
	if *t.state.canaryPtr != stackCanary {
		runtimePanic("stack overflow")
	}
	t.state.phase = p
	if t.state.resumed {
		currentTask = nil
		yield()
	}
}

// Exit ends the current task where it is, for what would wait for ever: a stack
// that is never resumed is never freed, and the instance with it.
func Exit() {
	finish()
	unwind()
}

// finish is called by tinygo_task when a task's function has returned.
//
//export tinygo_task_end
func finish() {
	t := currentTask
	t.stop(ended)
	releaseStack(t)
}

// Resume starts the task, or has JavaScript go on with it. This may only be
// called from the scheduler.
func (t *Task) Resume() {
	if t.state.phase == paused {
		wake(unsafe.Pointer(&t.state))
		return
	}
	// The current task must be saved and restored because this can nest on WASM with JS.
	prevTask := currentTask
	if prevTask == nil {
		// Save the system stack pointer.
		saveStackPointer()
	}
	currentTask = t
	t.state.phase = running
	t.state.launch()
	currentTask = prevTask
	if t.state.phase == running {
		runtimePanic("a goroutine has trapped")
	}
}

//go:linkname saveStackPointer runtime.saveStackPointer
func saveStackPointer()

// OnSystemStack returns whether the caller is running on the system stack.
func OnSystemStack() bool {
	// If there is not an active goroutine, then this must be running on the system stack.
	return Current() == nil
}
