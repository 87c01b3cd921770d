//go:build js

// A program for the shim's tests: what can go wrong in an instance, each at its
// own path.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare/cron"

	"ringfence/store/blob"
	"ringfence/store/db"
	"ringfence/store/db/durable"
	"ringfence/worker/edge"
)

var served int

func main() {
	b := edge.New()
	mux := http.NewServeMux()
	mux.HandleFunc("/echo", echo)
	mux.HandleFunc("/size", size)
	mux.HandleFunc("/served", func(w http.ResponseWriter, _ *http.Request) { served++; fmt.Fprint(w, served) })
	mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) { panic("by request") })
	mux.HandleFunc("/stream", stream)
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) { file(w, r, b.Files()) })
	mux.HandleFunc("/sleep", sleep)
	mux.HandleFunc("/forever", func(http.ResponseWriter, *http.Request) { select {} })
	mux.HandleFunc("/overflow", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, overflow(1)) })
	mux.HandleFunc("/heap", heap)
	mux.HandleFunc("/env", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "%q", edge.Getenv(r.FormValue("name"))) })
	mux.HandleFunc("/set", func(_ http.ResponseWriter, r *http.Request) {
		edge.Shared{}.Set(r.FormValue("key"), []byte(r.FormValue("value")))
	})
	mux.HandleFunc("/get", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%q", edge.Shared{}.Get(r.FormValue("key")))
	})
	mux.HandleFunc("/clear", func(_ http.ResponseWriter, r *http.Request) { edge.Shared{}.Clear(r.FormValue("key")) })
	mux.HandleFunc("/count", func(w http.ResponseWriter, r *http.Request) { count(w, r, b) })
	cron.ScheduleTaskNonBlock(func(ctx context.Context) error { return tick(ctx, b) })
	workers.Ready()
	b.Serve(mux)
}

// echo answers what it understood of the request.
func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Add("Set-Cookie", "a=1")
	w.Header().Add("Set-Cookie", "b=2")
	w.Header().Set("X-Broken", "one\r\nX-Injected: two")
	w.WriteHeader(http.StatusTeapot)
	fmt.Fprintf(w, "%s %s %s %s %v %q", r.Method, r.Host, r.RequestURI, r.RemoteAddr, r.TLS != nil, body)
}

// size answers how much of the body arrived; it reads as much as asked.
func size(w http.ResponseWriter, r *http.Request) {
	var from io.Reader = r.Body
	if most, _ := strconv.ParseInt(r.URL.Query().Get("most"), 10, 64); most > 0 {
		from = io.LimitReader(from, most)
	}
	n, err := io.Copy(io.Discard, from)
	fmt.Fprint(w, n)
	if err != nil {
		fmt.Fprint(w, " ", err)
	}
}

// stream answers with as many parts as asked, and logs how far it has come. It
// breaks off or panics before the part that is asked for, and says a length if
// asked to.
func stream(w http.ResponseWriter, r *http.Request) {
	parts, _ := strconv.Atoi(r.FormValue("parts"))
	size, _ := strconv.Atoi(r.FormValue("size"))
	out, part := http.NewResponseController(w), bytes.Repeat([]byte("x"), size)
	if r.FormValue("length") != "" {
		w.Header().Set("Content-Length", strconv.Itoa(parts*size))
	}
	for n := range parts {
		if strconv.Itoa(n) == r.FormValue("break") {
			_ = out.SetWriteDeadline(time.Unix(1, 0))
			return
		}
		if strconv.Itoa(n) == r.FormValue("panic") {
			panic("behind a part")
		}
		_, _ = w.Write(part)
		if err := out.Flush(); err != nil {
			edge.LogWriter{}.Write([]byte("broken: " + r.FormValue("id") + " " + err.Error()))
			return
		}
		edge.LogWriter{}.Write([]byte("sent: " + r.FormValue("id")))
	}
	_, _ = io.WriteString(w, r.FormValue("end"))
}

// file puts, gets, deletes and lists what is kept.
func file(w http.ResponseWriter, r *http.Request, files blob.Store) {
	key, ctx := r.FormValue("key"), r.Context()
	var err error
	switch r.FormValue("do") {
	case "put":
		content, _ := io.ReadAll(r.Body)
		err = files.Put(ctx, key, content)
	case "get":
		var content []byte
		content, err = files.Get(ctx, key)
		_, _ = w.Write(content)
	case "delete":
		err = files.Delete(ctx, strings.Split(key, ",")...)
	case "list":
		var list []blob.Object
		list, err = files.List(ctx, key, r.FormValue("after"))
		for _, o := range list {
			fmt.Fprintln(w, o.Key, o.At > 1_700_000_000_000)
		}
	}
	if err != nil {
		fmt.Fprint(w, err)
	}
}

// sleep waits, then panics if asked to.
func sleep(w http.ResponseWriter, r *http.Request) {
	ms, _ := strconv.Atoi(r.FormValue("ms"))
	select {
	case <-time.After(time.Duration(ms) * time.Millisecond):
	case <-r.Context().Done():
		edge.LogWriter{}.Write([]byte("left: " + r.FormValue("id")))
		http.Error(w, "left", http.StatusServiceUnavailable)
		return
	}
	if r.FormValue("panic") != "" {
		panic("after an await")
	}
	fmt.Fprint(w, r.FormValue("id"))
}

// overflow uses its result, so that no compiler makes a loop of it.
func overflow(n int) []int { return append(overflow(n+1), n, len(overflow(n+2))) }

// heap grows the memory by as many MiB as asked.
func heap(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("mib"))
	block := make([]byte, n<<20)
	fmt.Fprint(w, len(block))
	runtime.KeepAlive(block)
}

// count adds one to a tenant's counter and answers it.
func count(w http.ResponseWriter, r *http.Request, b *edge.Bridge) {
	n, err := add(r.Context(), durable.New(b.Batch(r.FormValue("tenant"), "uk")))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	fmt.Fprint(w, n)
}

func add(ctx context.Context, d db.DB) (int64, error) {
	sets, err := d.Write(ctx, []db.Stmt{
		db.Q(`CREATE TABLE IF NOT EXISTS counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT`),
		db.Q(`INSERT INTO counter VALUES (1, ?) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n`, db.Int(1)),
	}, nil)
	if err != nil {
		return 0, err
	}
	return sets[1][0][0].Int64(), nil
}

func tick(ctx context.Context, b *edge.Bridge) error {
	event, err := cron.NewEvent(ctx)
	if err != nil {
		return err
	}
	if event.Cron == "fail" {
		return fmt.Errorf("as told")
	}
	_, err = add(ctx, durable.New(b.Batch("cron "+event.Cron, "uk")))
	return err
}
