//go:build !js

package hranatest

import (
	"io"
	"net/http"
	"net/http/httptest"
)

// A Fault handles a pipeline request in place of the server; run is what the
// server would have done.
type Fault func(w http.ResponseWriter, r *http.Request, run http.HandlerFunc)

// Status answers without running anything.
func Status(status int, body string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// Drop closes the connection before anything runs.
func Drop(http.ResponseWriter, *http.Request, http.HandlerFunc) { panic(http.ErrAbortHandler) }

// Lose runs the request and closes the connection instead of answering.
func Lose(_ http.ResponseWriter, r *http.Request, run http.HandlerFunc) {
	run(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// Edit runs the request and answers what edit makes of the answer.
func Edit(edit func(body string) string) Fault {
	return func(w http.ResponseWriter, r *http.Request, run http.HandlerFunc) {
		rec := httptest.NewRecorder()
		run(rec, r)
		w.WriteHeader(rec.Code)
		_, _ = io.WriteString(w, edit(rec.Body.String()))
	}
}

// Cut runs the request and breaks off in the middle of the answer.
func Cut(w http.ResponseWriter, r *http.Request, run http.HandlerFunc) {
	rec := httptest.NewRecorder()
	run(rec, r)
	w.Header().Set("Content-Length", "1000000")
	_, _ = w.Write(rec.Body.Bytes()[:rec.Body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// Stall runs nothing and waits until the client has gone.
func Stall(_ http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
	_, _ = io.Copy(io.Discard, r.Body) // the server notices only after the body
	<-r.Context().Done()
}

// Hang runs the request and waits, unanswering, until the client has gone.
func Hang(_ http.ResponseWriter, r *http.Request, run http.HandlerFunc) {
	run(httptest.NewRecorder(), r)
	<-r.Context().Done()
}
