package edge

import (
	"unsafe"

	"github.com/syumai/workers/cloudflare"
)

// What the shim (worker/shim/instance.mjs) lets the program call. Data crosses
// as bytes of the program's memory, never as JavaScript values: TinyGo cannot
// release those, and an instance answers thousands of requests.

//go:wasmimport ringfence take
func hostTake(dst unsafe.Pointer)

//go:wasmimport ringfence call
func hostCall(call, operation int32, target unsafe.Pointer, targetLen int32, payload unsafe.Pointer, payloadLen int32)

//go:wasmimport ringfence reply
func hostReply(request, status int32, head unsafe.Pointer, headLen int32, body unsafe.Pointer, bodyLen int32)

//go:wasmimport ringfence log
func hostLog(line unsafe.Pointer, lineLen int32)

// The operations of hostCall.
const (
	opBatch  int32 = iota // target "name NUL region", payload a batch; answers its result
	opDerive              // target "iterations NUL rounds NUL salt in hex", payload a password; answers the key
	opBody                // answers the next part of the request's body, none at its end
	opFile                // target "verb NUL operand …", payload a content to put; answers as the verb does
	opSend                // payload a part of the answer; target of the first "status NUL head"; answers once it is taken
)

// The kinds of event the shim wakes the program with.
const (
	eventRequest int32 = iota // a request; data is its head and body
	eventAnswer               // the answer to a call
	eventRefused              // a call failed and would probably succeed now
	eventFailed               // a call failed; data says why
	eventAbort                // the request's client left, or its time is up
)

// take fetches the data of an event, or what was got from Shared.
func take(size int32) []byte {
	data := make([]byte, size)
	if size > 0 {
		hostTake(unsafe.Pointer(unsafe.SliceData(data)))
	}
	return data
}

// LogWriter hands each line to the platform's log.
type LogWriter struct{}

// Write writes one line.
func (LogWriter) Write(line []byte) (int, error) {
	hostLog(unsafe.Pointer(unsafe.SliceData(line)), int32(len(line)))
	return len(line), nil
}

// Getenv returns a variable or secret of the Worker; "" if it is unset.
func Getenv(name string) string {
	if v := cloudflare.GetBinding(name); !v.IsUndefined() {
		return v.String()
	}
	return ""
}
