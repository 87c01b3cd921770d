package tests

import (
	"net/http"
	"sync/atomic"
	"testing"
)

// Everywhere else keys are derived lightly. Here a server derives as in
// production: while people sign in, another goes on with their work; and a hash
// from a lighter time is replaced by one of today's strength.
func TestFullStrength(t *testing.T) {
	data := t.TempDir()
	s := another(t, data, "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	o.as(t, "admin")
	s.end(t)
	o.hashed(t, data, "hr", "i=1000,r=1")
	s = another(t, data, "--dev", "--no-seed", "PASSWORD_ITERATIONS=")
	s.log.secret(o.as(t, "admin").token)
	o.at, o.accounts["admin"].at = s, s
	o.login(t, "hr")
	o.signInTogether(t)
	s.end(t)
	o.hashed(t, data, "hr", "i=100000,r=6")
}

// A deployment derives at full strength though it is told not to.
func TestStrengthOffLocalhost(t *testing.T) {
	t.Parallel()
	if host != "native" {
		return // a local server of the edge has secrets in the local default alone
	}
	data := t.TempDir()
	s := another(t, data, "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	s.end(t)
	var keys []string
	for name, value := range secretsOf(t, data) {
		keys = append(keys, name+"="+value)
	}
	s = another(t, data, append(keys, "TLS_TERMINATED=1", "PASSWORD_ITERATIONS=1000")...)
	away := &visitor{at: s, host: o.slug + ".ringfence.example"}
	s.log.secret(decode[signIn](t, away.send(t, "POST", "/api/auth/login", o.credentials("hr")).want(t, 200)).Token)
	s.end(t)
	o.hashed(t, data, "hr", "i=100000,r=6")
	o.hashed(t, data, "finance", "i=1000,r=1") // who has not signed in
}

// signInTogether has a dozen people sign in at once while the admin goes on.
func (o *org) signInTogether(t *testing.T) {
	const people = 12
	admin := o.as(t, "admin")
	var signedIn, signingIn, answered atomic.Int64
	signingIn.Store(people)
	together(people+1, func(i int) {
		if i == people {
			for signingIn.Load() > 0 {
				admin.get(t, "/api/auth/session").want(t, 200)
				answered.Add(1)
			}
			return
		}
		defer signingIn.Add(-1)
		a := o.nobody().send(t, "POST", "/api/auth/login", o.credentials(roles[1+i%(len(roles)-1)]))
		switch {
		case a.StatusCode == http.StatusOK:
			signedIn.Add(1)
		case a.slug() != "busy" || a.StatusCode != 503 || a.Header.Get("Retry-After") == "":
			t.Errorf("%d %s", a.StatusCode, a.text)
		}
	})
	t.Logf("%d of %d signed in, %d requests were answered meanwhile", signedIn.Load(), people, answered.Load())
	if signedIn.Load() == 0 || answered.Load() <= people { // nobody waits for a whole log-in of another
		t.Error("that is too few")
	}
}
