package tests

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// logBook keeps a server's log and what must never appear in it.
type logBook struct {
	mu      sync.Mutex
	news    *sync.Cond
	lines   []string
	plain   []string // what is printed besides, complaints among it
	byID    map[string][]string
	secrets map[string]bool
	late    bool
}

func newLogBook() *logBook {
	b := &logBook{byID: map[string][]string{}, secrets: map[string]bool{password: true}}
	b.news = sync.NewCond(&b.mu)
	return b
}

func (b *logBook) add(line string) {
	var id struct {
		Request string `json:"request_id"`
	}
	_ = json.Unmarshal([]byte(line), &id) // audit names lines that are not JSON
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, line)
	b.byID[id.Request] = append(b.byID[id.Request], line)
	b.news.Broadcast()
}

// print notes a line that is no log line.
func (b *logBook) print(line string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.plain = append(b.plain, line)
}

// secret notes a value that must not be logged.
func (b *logBook) secret(values ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, v := range values {
		b.secrets[v] = true
	}
}

// of waits for the line of a request.
func (b *logBook) of(t *testing.T, id string) string {
	t.Helper()
	return b.wait(t, "request "+id, func() string { return strings.Join(b.byID[id][:min(1, len(b.byID[id]))], "") })
}

// has waits for a line with a text.
func (b *logBook) has(t *testing.T, text string) {
	t.Helper()
	b.wait(t, text, func() string {
		i := slices.IndexFunc(b.lines, func(line string) bool { return strings.Contains(line, text) })
		if i < 0 {
			return ""
		}
		return b.lines[i]
	})
}

// wait is the line that find finds, once it does.
func (b *logBook) wait(t *testing.T, what string, find func() string) string {
	t.Helper()
	timer := time.AfterFunc(20*time.Second, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.late = true
		b.news.Broadcast()
	})
	defer timer.Stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	line := find()
	for ; line == "" && !b.late; line = find() {
		b.news.Wait()
	}
	if line == "" {
		t.Fatalf("no line for %s", what)
	}
	return line
}

// Shapes of what must not be logged: email addresses, tokens, NI numbers,
// query strings.
var unloggable = regexp.MustCompile(`[\w.]+@[\w.]+\.example|eyJ[\w-]+\.|\bAB\d{6}[A-D]\b|[?&](q|cursor|limit|ms|ni_number)=`)

// audit reads the whole log: JSON lines, one a request, nothing personal.
func (b *logBook) audit() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var bad []error
	for _, line := range b.lines {
		if !json.Valid([]byte(line)) || unloggable.MatchString(line) {
			bad = append(bad, errors.New("should not be in the log: "+line))
		}
	}
	for _, line := range b.plain {
		if unloggable.MatchString(line) {
			bad = append(bad, errors.New("should not be printed: "+line))
		}
	}
	all := strings.Join(append(b.plain, b.lines...), "\n")
	for secret := range b.secrets {
		if strings.Contains(all, secret) {
			bad = append(bad, fmt.Errorf("%q is in the log", secret))
		}
	}
	for id, lines := range b.byID {
		if id != "" && len(lines) > 1 {
			bad = append(bad, fmt.Errorf("%d lines for request %s", len(lines), id))
		}
	}
	return errors.Join(bad...)
}

// TestAudit: the search finds a secret wherever a server writes it.
func TestAudit(t *testing.T) {
	t.Parallel()
	for want, write := range map[string]func(*logBook){
		"":                           func(b *logBook) { b.add(`{"request_id":"a"}`); b.print("a warning of the runtime's") },
		"should not be in the log":   func(b *logBook) { b.add("not JSON") },
		`"ringfence-demo-passphrase`: func(b *logBook) { b.print("body: " + password) },
		"should not be printed":      func(b *logBook) { b.print("hr@north.example came by") },
		"2 lines for request a":      func(b *logBook) { b.add(`{"request_id":"a"}`); b.add(`{"request_id":"a"}`) },
	} {
		b := newLogBook()
		write(b)
		if err := b.audit(); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	live.log.secret("Lindqvist-Umeå", "14 Thistledown Close", "ring-that-bell")
	body := object("given_name", "Saga", "family_name", "Lindqvist-Umeå", "email", "saga@elsewhere.example", "address", "14 Thistledown Close")
	added := hr.send(t, "POST", "/api/hr/employees", body).want(t, 201)
	o.check(t, added, `"route":"/api/hr/employees"`, `"method":"POST"`, `"status":201`, `"account":"`+hr.id+`"`, `"round_trips":`)
	o.check(t, hr.get(t, "/api/hr/employees?q=ring-that-bell"), `"route":"/api/hr/employees"`, `"status":200`)
	o.check(t, hr.get(t, "/api/hr/employees/ring-that-bell"), `"route":"/api/hr/employees/{id}"`, `"status":404`)
	o.check(t, o.nobody().send(t, "POST", "/api/auth/login", object("email", "saga@elsewhere.example", "password", "ring-that-bell")), `"status":401`)
	o.check(t, o.nobody().get(t, "/ring-that-bell"), `"status":404`)
}

// check reads the line of an answer.
func (o *org) check(t *testing.T, a *answer, parts ...string) {
	t.Helper()
	line := live.log.of(t, a.Header.Get("X-Request-Id"))
	for _, part := range append(parts, `"time":"`, `"tenant":"`+o.slug+`"`, `"ms":`) {
		if !strings.Contains(line, part) {
			t.Errorf("the line does not have %s: %s", part, line)
		}
	}
}
