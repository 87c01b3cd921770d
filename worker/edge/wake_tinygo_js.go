//go:build tinygo

package edge

// handleEvent is what the shim wakes.
var handleEvent func(kind, id int32, data []byte)

// onWake calls handle for every event. handle must not block: the shim waits
// while it runs, and it runs outside any goroutine.
func onWake(handle func(kind, id int32, data []byte)) { handleEvent = handle }

// wake is called by the shim, which calls the scheduler after it.
//
//export ringfence_wake
func wake(kind, id, size int32) { handleEvent(kind, id, take(size)) }
