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
	"strconv"
	"strings"
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
		r.Body, r.ContentLength = &body{bridge: b, ctx: ctx, part: first}, lengthOf(r.Header)
	}
	if u.Scheme == "https" {
		r.TLS = &tls.ConnectionState{HandshakeComplete: true, ServerName: u.Hostname()}
	}
	u.Scheme, u.Host = "", ""
	r.URL, r.RequestURI = u, u.RequestURI()
	r.RemoteAddr = net.JoinHostPort(r.Header.Get("CF-Connecting-IP"), "0")
	return r.WithContext(ctx), nil
}

// lengthOf is how long the body is that a client has announced, or -1.
func lengthOf(h http.Header) int64 {
	if n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64); err == nil && n >= 0 {
		return n
	}
	return -1
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
