package tests

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// ahead is a moment from now, as the seed takes it.
func ahead(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339Nano) }

const day = 24 * time.Hour

// Outside the window an admin can sign in and see where the organisation
// stands; nobody can do anything else (SUB-2, SUB-3).
func TestOutsideTheWindow(t *testing.T) {
	t.Parallel()
	for status, seed := range map[string]string{
		"lapsed":      `"valid_from":"` + ahead(-366*day) + `","valid_until":"` + ahead(-time.Second) + `"`,
		"not-started": `"valid_from":"` + ahead(day) + `","valid_until":"` + ahead(366*day) + `"`,
		"suspended":   `"suspended":true`,
	} {
		t.Run(status, func(t *testing.T) {
			o, refusal := newOrg(t, seed), "subscription-"+status
			for _, role := range []string{"hr", "employee"} {
				o.nobody().send(t, "POST", "/api/auth/login", o.credentials(role)).refused(t, 402, refusal)
			}
			o.nobody().send(t, "POST", "/api/auth/login", strings.Replace(o.credentials("hr"), password, "wrong", 1)).refused(t, 401, "invalid-credentials")
			admin := o.as(t, "admin")
			if got := decode[who](t, admin.get(t, "/api/auth/session").want(t, 200)); got.Subscription.Status != status {
				t.Errorf("the session says %q", got.Subscription.Status)
			}
			admin.get(t, "/api/auth/sessions").want(t, 200)
			admin.get(t, "/", "Accept: text/html").want(t, 200)
			admin.get(t, "/employees", "Accept: text/html").want(t, 402)
			for _, path := range []string{"/api/hr/employees", "/api/hr/employees/nosuch", "/api/audit", "/api/audit/verify"} {
				admin.get(t, path).refused(t, 402, refusal)
			}
			admin.send(t, "POST", "/api/hr/employees", enough("")).refused(t, 402, refusal)
			admin.send(t, "POST", "/api/auth/logout", "").want(t, 204)
		})
	}
}

func TestModules(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"modules":"governance"`)
	admin := o.as(t, "admin")
	admin.get(t, "/api/hr/employees").refused(t, 403, "module-not-licensed")
	admin.send(t, "POST", "/api/hr/employees", enough("")).refused(t, 403, "module-not-licensed")
	o.as(t, "employee").get(t, "/api/hr/employees").refused(t, 403, "module-not-licensed")
	admin.get(t, "/api/audit").want(t, 200)
	home := admin.get(t, "/", "Accept: text/html").want(t, 200)
	if strings.Contains(home.text, `href="/employees"`) {
		t.Error("the menu offers what the plan does not have")
	}
}

// A window ends while a client keeps asking: every answer before that instant
// is 200 and every one after it 402. The server's clock is put forward to two
// seconds before.
func TestWindowEnds(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	until := time.Now().Add(10 * time.Minute).UTC().Truncate(time.Second)
	v := newOrgs(t, s, 1, `"valid_until":"`+until.Format(time.RFC3339)+`"`)[0].as(t, "admin")
	v.get(t, "/api/hr/employees?limit=1").want(t, 200)
	forward := time.Until(until).Truncate(time.Second) - 2*time.Second
	s.moveClock(t, fmt.Sprintf(`{"advance_s":%d}`, forward/time.Second))
	v.keepAsking(t, until.Add(-forward))
	v.get(t, "/api/auth/session").want(t, 200)
}

// keepAsking asks until it is refused, which it is at that instant.
func (v *visitor) keepAsking(t *testing.T, until time.Time) {
	t.Helper()
	for range 200_000 {
		from := time.Now()
		a, err := v.try(context.Background(), "GET", "/api/hr/employees?limit=1", "")
		switch {
		case err != nil:
			t.Fatal(err)
		case a.StatusCode == 200 && !from.Before(until):
			t.Fatalf("served %v after the end", time.Since(until))
		case a.StatusCode == 402 && time.Now().Before(until):
			t.Fatalf("refused %v before the end", time.Until(until))
		case a.StatusCode == 402:
			a.refused(t, 402, "subscription-lapsed")
			return
		}
		a.want(t, 200)
	}
	t.Fatal("the window does not end")
}
