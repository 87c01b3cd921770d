package edge

import (
	"errors"
	"net/http"
	"os"
	"strconv"
	"time"
	"unsafe"
)

// response collects what a handler answers. It is sent once, whole, unless the
// handler flushes it: then part by part, as the client takes it.
type response struct {
	bridge *Bridge
	in     inbound
	header http.Header
	status int
	head   []byte
	body   []byte
	begun  bool  // the client has the head
	broken error // why nothing goes out any more
}

func (b *Bridge) newResponse(in inbound) *response {
	return &response{bridge: b, in: in, header: http.Header{}}
}

func (w *response) Header() http.Header { return w.header }

// WriteHeader fixes the header: as in net/http, later changes are not sent.
func (w *response) WriteHeader(status int) {
	if w.status != 0 || status < 200 { // informational answers do not cross
		return
	}
	w.status = status
	if w.header.Get("Content-Type") == "" && len(w.body) > 0 {
		w.header.Set("Content-Type", http.DetectContentType(w.body))
	}
	for name, values := range w.header {
		for _, value := range values {
			w.head = appendLine(w.head, name, value)
		}
	}
}

func (w *response) Write(p []byte) (int, error) {
	w.body = append(w.body, p...)
	w.WriteHeader(http.StatusOK)
	return len(p), nil
}

// appendLine appends "name:value\n"; a line break inside becomes a space, as
// net/http has it, so that a value cannot add a header.
func appendLine(head []byte, name, value string) []byte {
	start := len(head)
	head = append(append(append(head, name...), ':'), value...)
	for i, c := range head[start:] {
		if c == '\n' || c == '\r' {
			head[start+i] = ' '
		}
	}
	return append(head, '\n')
}

// FlushError is for http.ResponseController. It hands over what was written and
// waits until the client has taken it; its errors are that it has left, or the
// context's.
func (w *response) FlushError() error {
	w.WriteHeader(http.StatusOK)
	target := ""
	if !w.begun {
		target = strconv.Itoa(w.status) + "\x00" + string(w.head)
	}
	w.begun = true
	if w.broken == nil {
		_, w.broken = w.bridge.calls.do(w.in.ctx, opSend, target, unsafe.String(unsafe.SliceData(w.body), len(w.body)), errLeft)
	}
	w.body = w.body[:0]
	return w.broken
}

var errLeft = errors.New("worker: the client has left")

// SetWriteDeadline is for http.ResponseController: a time that has passed breaks
// the answer off, so that nobody takes it for whole. The shim has its own limits.
func (w *response) SetWriteDeadline(t time.Time) error {
	if time.Until(t) < 0 {
		w.broken = os.ErrDeadlineExceeded
	}
	return nil
}

// brokenOff is the status of an answer that is not to be taken for whole.
const brokenOff = 0

func (w *response) send() {
	w.WriteHeader(http.StatusOK)
	if w.broken != nil {
		w.status = brokenOff
	}
	hostReply(w.in.id, int32(w.status), unsafe.Pointer(unsafe.SliceData(w.head)), int32(len(w.head)),
		unsafe.Pointer(unsafe.SliceData(w.body)), int32(len(w.body)))
}
