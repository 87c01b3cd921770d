package tests

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"
)

// What breaks a design of pooled instances that each serve one request at a
// time. These tests run alone.

// Two hundred requests at once over ten organisations, slow ones and aborted
// ones among them: every answer is its own asker's, and none is missing.
func TestStorm(t *testing.T) {
	list := newOrgs(t, live, 10)
	for _, o := range list {
		o.as(t, "admin")
	}
	together(200, func(i int) {
		o := list[i%10]
		switch i / 10 % 4 {
		case 0:
			o.namesItself(t)
		case 1:
			o.listsItself(t)
		case 2:
			o.isSlow(t, 100+i)
		default:
			o.abandons(t)
		}
	})
	for _, o := range list {
		o.namesItself(t)
	}
}

func (o *org) namesItself(t *testing.T) {
	got := decode[who](t, o.as(t, "admin").get(t, "/api/auth/session").want(t, 200))
	if got.Tenant.Slug != o.slug || got.User.Email != "admin@"+o.slug+".example" {
		t.Errorf("%s is told of %s", o.slug, got.Tenant.Slug)
	}
}

func (o *org) listsItself(t *testing.T) {
	staff := o.as(t, "admin").staff(t)
	for _, e := range staff {
		if !strings.HasSuffix(e.text("email"), "@"+o.slug+".example") || e.text("ni_number") == "" {
			t.Errorf("%s is shown %v", o.slug, e)
		}
	}
	if len(staff) != 12 {
		t.Errorf("%s is shown %d records", o.slug, len(staff))
	}
}

func (o *org) isSlow(t *testing.T, ms int) {
	a := o.nobody().get(t, "/dev/slow?ms="+strconv.Itoa(ms)).want(t, 200)
	if want := `{"slept":` + strconv.Itoa(ms) + `}`; a.text != want {
		t.Errorf("%s, want %s", a.text, want)
	}
	o.check(t, a, `"route":"/dev/slow"`)
}

// abandons asks for something slow and is gone, with a reset, once the server
// has answered another request (one that needs no instance of a pool).
func (o *org) abandons(t *testing.T) {
	connection, err := net.Dial("tcp", "127.0.0.1:"+live.port)
	if err != nil {
		t.Error(err)
		return
	}
	_, sent := fmt.Fprintf(connection, "GET /dev/slow?ms=60000 HTTP/1.1\r\nHost: %s:%s\r\n\r\n", o.host(), live.port)
	_, met := public("localhost").try(context.Background(), "GET", "/dev/edge", "")
	if err := errors.Join(sent, met, connection.(*net.TCPConn).SetLinger(0), connection.Close()); err != nil {
		t.Error(err)
	}
}

// A handler that panics costs its own caller the answer, and nobody else.
func TestPanics(t *testing.T) {
	o := newOrg(t)
	o.as(t, "admin")
	together(60, func(i int) {
		if i%6 == 0 {
			o.nobody().get(t, "/dev/panic").refused(t, 500, "internal-error")
		} else {
			o.listsItself(t)
		}
	})
	a := o.nobody().get(t, "/dev/panic").refused(t, 500, "internal-error")
	if strings.Contains(a.text, "asked to panic") || strings.Contains(a.text, "goroutine") {
		t.Errorf("the answer tells: %s", a.text)
	}
	if line := live.log.of(t, a.Header.Get("X-Request-Id")); !strings.Contains(line, `"level":"ERROR"`) || !strings.Contains(line, "asked to panic") {
		t.Errorf("the log does not tell: %s", line)
	}
	o.namesItself(t)
}
