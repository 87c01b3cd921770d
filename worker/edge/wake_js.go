//go:build !tinygo

package edge

import "syscall/js"

// onWake calls handle for every event. handle must not block: the shim waits
// while it runs.
func onWake(handle func(kind, id int32, data []byte)) {
	wake := js.FuncOf(func(_ js.Value, args []js.Value) any {
		handle(int32(args[0].Int()), int32(args[1].Int()), take(int32(args[2].Int())))
		return nil
	})
	js.Global().Get("context").Get("binding").Set("wake", wake)
}
