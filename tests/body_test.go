package tests

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
)

// A body that never ends costs what was sent, not what might come: at the edge
// an isolate holds a kilobyte for each, also at a host that nobody has.
func TestUnfinishedBodies(t *testing.T) {
	o := newOrg(t)
	for _, hostname := range []string{o.host(), "nobody.localhost"} {
		for range 20 {
			unfinished(t, hostname)
		}
	}
	if host != "native" {
		if held := bodies(t); held > 1<<20 {
			t.Errorf("%d bytes are held for 40 bodies", held)
		}
	}
	o.as(t, "admin").get(t, "/api/auth/session").want(t, 200)
}

// A body that breaks off is the caller's mistake.
func TestBrokenBody(t *testing.T) {
	o := newOrg(t)
	connection := unfinished(t, o.host())
	if err := connection.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	var problem struct {
		Type   string
		Errors []struct{ Field, Code string }
	}
	if err != nil || json.Unmarshal(text, &problem) != nil || len(problem.Errors) != 1 {
		t.Fatalf("%d %s %v", answer.StatusCode, text, err)
	}
	if answer.StatusCode != 400 || problem.Type != "/problems/invalid-request" || problem.Errors[0].Code != "incomplete" {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
}

// unfinished begins a log-in whose body stops after a byte.
func unfinished(t *testing.T, hostname string) *net.TCPConn {
	t.Helper()
	connection, err := net.Dial("tcp", "127.0.0.1:"+live.port)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	_, err = fmt.Fprintf(connection, "POST /api/auth/login HTTP/1.1\r\nHost: %s:%s\r\n"+
		"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", hostname, live.port)
	if err != nil {
		t.Fatal(err)
	}
	return connection.(*net.TCPConn)
}

// bodies is how many bytes the isolate holds for bodies.
func bodies(t *testing.T) int {
	t.Helper()
	a, err := public("localhost").try(context.Background(), "GET", "/dev/edge", "")
	if err != nil {
		t.Fatal(err)
	}
	var isolate struct{ Bodies *int }
	if err := json.Unmarshal([]byte(a.text), &isolate); err != nil || isolate.Bodies == nil {
		t.Fatal(a.text, err)
	}
	return *isolate.Bodies
}
