package tests

import (
	"strings"
	"sync"
	"testing"
)

func TestIdempotencyKeys(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, admin := o.as(t, "hr"), o.as(t, "admin")
	one := hr.staff(t)["Joanna Pike"]
	send := func(name string, as *visitor, method, path, body, key string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: as, method: method, path: path, body: body, header: []string{"Idempotency-Key: " + key}, status: status, problem: problem, ledger: ledger}
	}
	const staff = "/api/hr/employees"
	invalid := `{"given_name":"Ida"}`
	o.play(t,
		send("first", hr, "POST", staff, enough(""), "k1", 201, "", "employee.create"),
		send("repeated", hr, "POST", staff, enough(""), "k1", 201, ""),
		send("repeated, quoted as the draft has it", hr, "POST", staff, enough(""), `"k1"`, 201, ""),
		send("with another payload", hr, "POST", staff, enough(`,"job_title":"X"`), "k1", 422, "idempotency-key-reused"),
		send("by another account", admin, "POST", staff, enough(""), "k1", 201, "", "employee.create"),
		send("at another address", hr, "PATCH", one.path(), enough(""), "k1", 200, "", "employee.update"),
		send("a refusal", hr, "POST", staff, invalid, "k2", 400, "invalid-request"),
		send("a refusal repeated", hr, "POST", staff, invalid, "k2", 400, "invalid-request"),
		send("mended under the refusal's key", hr, "POST", staff, enough(""), "k2", 422, "idempotency-key-reused"),
		send("the longest", hr, "POST", staff, enough(""), strings.Repeat("k", 255), 201, "", "employee.create"),
		send("too long", hr, "POST", staff, enough(""), strings.Repeat("k", 256), 400, "invalid-request"),
		send("empty quotes", hr, "POST", staff, enough(""), `""`, 400, "invalid-request"),
		send("who may not", o.as(t, "finance"), "POST", staff, enough(""), "k3", 403, "forbidden"),
		send("who may not, again", o.as(t, "finance"), "POST", staff, enough(""), "k3", 403, "forbidden"),
	)
}

// A replay is the stored answer, to the byte.
func TestReplay(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	for _, c := range []struct{ name, body string }{{"success", enough("")}, {"refusal", `{"given_name":"Ida"}`}} {
		t.Run(c.name, func(t *testing.T) {
			key := "Idempotency-Key: " + c.name
			first := o.as(t, "hr").send(t, "POST", "/api/hr/employees", c.body, key)
			again := o.as(t, "hr").send(t, "POST", "/api/hr/employees", c.body, key)
			if again.text != first.text || again.StatusCode != first.StatusCode || again.Header.Get("Location") != first.Header.Get("Location") || again.kind() != first.kind() {
				t.Errorf("%s %s\n%s %s", first.Header.Get("Location"), first.text, again.Header.Get("Location"), again.text)
			}
		})
	}
}

// The same key in two organisations is two keys.
func TestKeysOfTwoTenants(t *testing.T) {
	t.Parallel()
	o, other := newOrg(t), newOrg(t)
	first := o.as(t, "hr").send(t, "POST", "/api/hr/employees", enough(""), "Idempotency-Key: same").want(t, 201)
	second := other.as(t, "hr").send(t, "POST", "/api/hr/employees", enough(""), "Idempotency-Key: same").want(t, 201)
	if decode[employee](t, first).id() == decode[employee](t, second).id() {
		t.Error("one record in two organisations")
	}
}

// Twenty at once with one key make one record; whoever is not told so is told
// that it is being made.
func TestOneKeyAtOnce(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, before := o.as(t, "hr"), o.as(t, "admin").head(t)
	var made sync.Map
	together(20, func(int) {
		a := hr.send(t, "POST", "/api/hr/employees", enough(""), "Idempotency-Key: at-once")
		switch {
		case a.StatusCode == 201:
			made.Store(decode[employee](t, a).id(), true)
		case a.StatusCode != 409 || a.slug() != "idempotency-in-progress" || a.Header.Get("Retry-After") == "":
			t.Errorf("%d %s", a.StatusCode, a.text)
		}
	})
	count := 0
	made.Range(func(any, any) bool { count++; return true })
	if found := hr.staff(t, "q", "quist"); count != 1 || len(found) != 1 {
		t.Errorf("%d told of, %d made", count, len(found))
	}
	if got := o.as(t, "admin").since(t, before); len(got) != 1 {
		t.Errorf("the ledger gained %v", got)
	}
	hr.send(t, "POST", "/api/hr/employees", enough(""), "Idempotency-Key: at-once").want(t, 201)
}
