// Package edge is the program's side of the bridge to worker/shim: a request
// comes in as plain data and becomes an http.Request, the answer goes out
// whole or in parts, and calls for the database, files or a derived key go to the
// shim, which makes them in the context of the request that is under way.
package edge

import (
	"context"
	"net/http"
)

// Bridge carries requests from the shim to a handler, one at a time, and the
// calls made for them from the program to the shim. A program has one.
type Bridge struct {
	handler http.Handler
	current inbound
	calls   calls
}

// inbound is a request on its way to the handler.
type inbound struct {
	id     int32
	ctx    context.Context
	cancel context.CancelFunc
}

// New connects the program to the shim that started it.
func New() *Bridge {
	b := &Bridge{calls: calls{waiting: map[int32]chan outcome{}}}
	onWake(b.handle)
	return b
}

// handle takes an event from the shim to whoever waits for it.
func (b *Bridge) handle(kind, id int32, data []byte) {
	switch kind {
	case eventRequest:
		ctx, cancel := context.WithCancel(context.Background())
		b.current = inbound{id, ctx, cancel}
		go b.serve(b.current, data)
	case eventAbort:
		if b.current.id == id {
			b.current.cancel()
		}
	default:
		b.calls.settle(id, kind, data)
	}
}

// Serve answers requests for as long as the instance lives.
func (b *Bridge) Serve(h http.Handler) {
	b.handler = h
	select {}
}

// serve answers a request, on a goroutine of its own: what one waits for
// belongs to the request that it waits in. It does not recover: a panic ends
// the instance, under either compiler, and the shim answers for it.
func (b *Bridge) serve(in inbound, data []byte) {
	w := b.newResponse(in)
	if r, err := b.readRequest(in.ctx, data); err != nil {
		http.Error(w, "bad request", http.StatusBadRequest)
	} else {
		b.handler.ServeHTTP(w, r)
	}
	in.cancel()
	w.send()
}
