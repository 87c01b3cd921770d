// Package sysrand stands in for the standard library's source of randomness.
// It asks libc, whose arc4random_buf on this target is WASI's random_get, which
// wasm_exec.js answers from crypto.getRandomValues.
package sysrand

import "unsafe"

// Read fills b with random bytes.
func Read(b []byte) {
	if len(b) != 0 {
		arc4randomBuf(unsafe.Pointer(&b[0]), uint(len(b)))
	}
}

//export arc4random_buf
func arc4randomBuf(buf unsafe.Pointer, buflen uint)
