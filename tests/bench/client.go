package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"strconv"
	"time"
)

// conn is one keep-alive HTTP/1.1 connection. It writes requests that were
// built beforehand and reads no more of an answer than it must: the generator
// shares the machine with the server.
type conn struct {
	net.Conn
	r *bufio.Reader
}

// answer is a response. body is set when it was asked for.
type answer struct {
	status int
	size   int // of the body, in bytes
	trips  int // X-Database-Round-Trips
	body   []byte
}

const patience = 30 * time.Second // with a server that does not answer

func dial(address string) (*conn, error) {
	c, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return nil, err
	}
	return &conn{c, bufio.NewReaderSize(c, 64<<10)}, nil
}

// do sends a request and reads its answer to the end.
func (c *conn) do(request []byte, keep bool) (answer, error) {
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return answer{}, err
	}
	if _, err := c.Write(request); err != nil {
		return answer{}, err
	}
	return c.read(keep)
}

var errAnswer = errors.New("bench: the server's answer is malformed")

func (c *conn) read(keep bool) (answer, error) {
	a, length, err := c.head()
	if err != nil {
		return a, err
	}
	var to io.Writer = io.Discard
	kept := &bytes.Buffer{}
	if keep {
		to = kept
	}
	if length == chunked {
		a.size, err = c.chunks(to)
	} else {
		a.size, err = length, c.copy(to, length)
	}
	a.body = kept.Bytes()
	return a, err
}

const chunked = -1

// head reads the status line and the headers; length is the body's, or chunked.
func (c *conn) head() (a answer, length int, err error) {
	line, err := c.line()
	if err != nil || len(line) < 12 {
		return a, 0, errors.Join(errAnswer, err)
	}
	a.status, _ = strconv.Atoi(string(line[9:12]))
	for {
		if line, err = c.line(); err != nil || len(line) == 0 {
			return a, length, err
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch value = bytes.TrimSpace(value); {
		case bytes.EqualFold(name, []byte("Content-Length")):
			length, err = strconv.Atoi(string(value))
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			length = chunked
		case bytes.EqualFold(name, []byte("X-Database-Round-Trips")):
			a.trips, err = strconv.Atoi(string(value))
		}
		if err != nil {
			return a, 0, err
		}
	}
}

func (c *conn) line() ([]byte, error) {
	line, err := c.r.ReadSlice('\n')
	return bytes.TrimRight(line, "\r\n"), err
}

func (c *conn) copy(to io.Writer, n int) error {
	if to == io.Discard {
		_, err := c.r.Discard(n)
		return err
	}
	_, err := io.CopyN(to, c.r, int64(n))
	return err
}

func (c *conn) chunks(to io.Writer) (size int, err error) {
	for {
		line, err := c.line()
		if err != nil {
			return size, err
		}
		n, err := strconv.ParseInt(string(line), 16, 32)
		if err != nil {
			return size, err
		}
		if err := c.copy(to, int(n)); err != nil {
			return size, err
		}
		size += int(n)
		if line, err := c.line(); err != nil || len(line) != 0 {
			return size, errors.Join(errAnswer, err)
		}
		if n == 0 {
			return size, nil
		}
	}
}
