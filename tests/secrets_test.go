package tests

import (
	"slices"
	"testing"
)

// A deployment without one of its secrets does what it can without it, and
// never falls back to anything (VAULT-3). Its data was made with both.
func TestMissingSecrets(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := another(t, data, "--dev")
	admin := demo(s, "northgate").as(t, "admin")
	admin.send(t, "PUT", logoPath, content(t, pngBegins, 1000), isPNG).want(t, 200)
	token := admin.token
	s.end(t)
	t.Run("MASTER_KEY", func(t *testing.T) { withoutMaster(t, data, token) })
	t.Run("SESSION_KEY", func(t *testing.T) { withoutSessions(t, data, token) })
	t.Run("neither is missing", func(t *testing.T) {
		v := restarted(t, data, token)
		if got := v.staff(t); len(got) != 12 {
			t.Errorf("%d records", len(got))
		}
	})
}

// restarted is northgate's admin at a server started again on that data.
func restarted(t *testing.T, data, token string, args ...string) *visitor {
	t.Helper()
	s := another(t, data, append([]string{"--dev", "--no-seed"}, args...)...)
	s.log.secret(token)
	return &visitor{at: s, host: "northgate.localhost", token: token}
}

func withoutMaster(t *testing.T, data, token string) {
	v := restarted(t, data, token, "--unset", "MASTER_KEY")
	v.unready(t, "MASTER_KEY")
	v.get(t, "/api/auth/session").want(t, 200)
	v.get(t, "/api/auth/sessions").want(t, 200)
	v.get(t, "/api/audit").want(t, 200)
	for _, path := range []string{"/api/hr/employees", "/api/hr/employees?limit=1", "/api/hr/employees?ni_number=AB123456C", "/api/audit/verify"} {
		v.get(t, path).refused(t, 503, "encryption-unavailable")
	}
	for _, body := range []string{enough(""), enough(`,"ni_number":"AB123456C"`)} {
		v.send(t, "POST", "/api/hr/employees", body).refused(t, 503, "encryption-unavailable")
	}
	v.send(t, "POST", "/api/hr/employees", enough(""), "Idempotency-Key: k").refused(t, 503, "encryption-unavailable")
	v.send(t, "POST", "/api/auth/login", demo(v.at, "northgate").credentials("hr")).refused(t, 503, "encryption-unavailable")
	v.get(t, logoPath).refused(t, 503, "encryption-unavailable")
	v.send(t, "PUT", logoPath, content(t, pngBegins, 1000), isPNG).refused(t, 503, "encryption-unavailable")
	v.get(t, "/employees", "Accept: text/html").want(t, 503)
	public := &visitor{at: v.at, host: "localhost"}
	public.send(t, "POST", "/dev/seed", `{"tenants":[{"slug":"keyless"}]}`).refused(t, 503, "encryption-unavailable")
	(&visitor{at: v.at, host: "keyless.localhost"}).get(t, "/healthz").refused(t, 404, "unknown-host")
}

func withoutSessions(t *testing.T, data, token string) {
	v := restarted(t, data, token, "--unset", "SESSION_KEY")
	v.unready(t, "SESSION_KEY")
	for _, path := range []string{"/api/auth/session", "/api/hr/employees", "/api/audit"} {
		v.get(t, path).refused(t, 503, "session-unavailable")
	}
	v.send(t, "POST", "/api/auth/login", demo(v.at, "northgate").credentials("hr")).refused(t, 503, "session-unavailable")
	(&visitor{at: v.at, host: v.host}).get(t, "/api/auth/session").refused(t, 401, "unauthenticated")
}

// unready fails the test unless the server is alive and says what it lacks.
func (v *visitor) unready(t *testing.T, secret string) {
	t.Helper()
	v.get(t, "/healthz").want(t, 200)
	ready := decode[struct {
		Status  string
		Missing []string
	}](t, v.get(t, "/readyz").want(t, 503))
	if ready.Status != "not-ready" || !slices.Equal(ready.Missing, []string{secret}) {
		t.Errorf("%v", ready)
	}
}
