//go:build !js

package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

// sends what the lines say to a server behind front, and returns its answer
// and the address that the application saw.
func sends(t *testing.T, request string) (*http.Response, string) {
	t.Helper()
	server := httptest.NewServer(front(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Saw", r.Host+" "+r.URL.String())
		w.WriteHeader(http.StatusNoContent)
	})))
	defer server.Close()
	connection, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if _, err := fmt.Fprint(connection, request); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	return answer, answer.Header.Get("Saw")
}

func TestAbsoluteForm(t *testing.T) {
	_, saw := sends(t, "GET https://a.example/x?y=z HTTP/1.1\r\nHost: a.example\r\n\r\n")
	if saw != "a.example /x?y=z" {
		t.Error(saw)
	}
}

func TestTwoLengths(t *testing.T) {
	const chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n%s\r\n1\r\nx\r\n0\r\n\r\n"
	if answer, _ := sends(t, fmt.Sprintf(chunked, "Content-Length: 6\r\n")); !answer.Close {
		t.Error("the connection stays open after two lengths")
	}
	if answer, _ := sends(t, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"); answer.Close {
		t.Error("the connection is closed after one length")
	}
}
