package edge

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unsafe"
)

var errMessage = errors.New("worker: malformed message from the shim")

// readRequest makes a server's http.Request of the shim's message: a head of
// lines (method, absolute URL, "whole" or "part", "name:value" for each header)
// ended by an empty line, and the body or its first part, which is not copied
// again. The rest of a body is fetched when it is read.
func (b *Bridge) readRequest(ctx context.Context, message []byte) (*http.Request, error) {
	head, first, ok := bytes.Cut(message, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 3 {
		return nil, errMessage
	}
	u, err := url.Parse(lines[1])
	if err != nil {
		return nil, err
	}
	r := &http.Request{
		Method: lines[0], Host: u.Host, Header: readHeader(lines[3:]),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(bytes.NewReader(first)), ContentLength: int64(len(first)),
	}
	if lines[2] == "part" {
		r.Body, r.ContentLength = &body{bridge: b, ctx: ctx, part: first}, -1
	}
	if u.Scheme == "https" {
		r.TLS = &tls.ConnectionState{HandshakeComplete: true, ServerName: u.Hostname()}
	}
	u.Scheme, u.Host = "", ""
	r.URL, r.RequestURI = u, u.RequestURI()
	r.RemoteAddr = net.JoinHostPort(r.Header.Get("CF-Connecting-IP"), "0")
	return r.WithContext(ctx), nil
}

func readHeader(lines []string) http.Header {
	h := make(http.Header, len(lines))
	for _, line := range lines {
		if name, value, ok := strings.Cut(line, ":"); ok {
			h.Add(name, value)
		}
	}
	return h
}

// response collects what a handler answers; it is sent once, whole.
type response struct {
	header http.Header
	status int
	head   []byte
	body   []byte
}

func newResponse() *response { return &response{header: http.Header{}} }

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

func (w *response) send(request int32) {
	w.WriteHeader(http.StatusOK)
	hostReply(request, int32(w.status), unsafe.Pointer(unsafe.SliceData(w.head)), int32(len(w.head)),
		unsafe.Pointer(unsafe.SliceData(w.body)), int32(len(w.body)))
}
