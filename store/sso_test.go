package store_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/oidc/oidctest"
)

const comeBack = "http://north.test/auth/oidc/callback"

// withProvider is a world whose north signs in through a provider that goes by
// the world's clock.
func withProvider(t *testing.T, mode domain.SSOMode) (*world, *oidctest.Provider) {
	t.Helper()
	w, p := withClinic(t), oidctest.New(t)
	p.Now = w.now
	must(t, w.setSSO(t, w.signIn(t, "north", "admin"), sso(p, mode)))
	return w, p
}

func sso(p *oidctest.Provider, mode domain.SSOMode) domain.SSO {
	return domain.SSO{Mode: mode, Issuer: p.Issuer, ClientID: oidctest.ClientID, ClientSecret: oidctest.ClientSecret}
}

func (w *world) setSSO(t *testing.T, req store.Request, s domain.SSO) error {
	t.Helper()
	tenant := w.as(t, req)
	_, change, err := tenant.SetSSO(ctx, s)
	if err != nil {
		return err
	}
	return tenant.Commit(ctx, change, store.Answer{})
}

var anonymous = store.Request{ID: "req", Address: "192.0.2.1"}

// outward begins a flow and signs in at the provider.
func (w *world) outward(t *testing.T, p *oidctest.Provider, flow *store.SSOFlow, subject string) store.SSOResponse {
	t.Helper()
	code, r, err := p.Authorize(flow.Address, subject)
	must(t, err)
	return store.SSOResponse{State: r.State, Code: code, Browser: flow.Browser, Redirect: comeBack}
}

func (w *world) outAndBack(t *testing.T, p *oidctest.Provider, subject string) store.SSOResponse {
	t.Helper()
	flow, err := w.as(t, anonymous).BeginSSO(ctx, store.SSOStart{Redirect: comeBack, Next: "/employees"})
	must(t, err)
	return w.outward(t, p, flow, subject)
}

// enter signs a subject in.
func (w *world) enter(t *testing.T, p *oidctest.Provider, subject string) (*store.Entry, error) {
	t.Helper()
	proof, err := w.as(t, anonymous).RedeemSSO(ctx, w.outAndBack(t, p, subject))
	must(t, err)
	return w.as(t, anonymous).EnterSSO(ctx, proof, "a browser")
}

// proof is a subject on the way to be connected by req's account.
func (w *world) proof(t *testing.T, p *oidctest.Provider, req store.Request, subject string) *store.SSOProof {
	t.Helper()
	flow, err := w.as(t, req).ConnectSSO(ctx, store.SSOStart{Redirect: comeBack})
	must(t, err)
	proof, err := w.as(t, anonymous).RedeemSSO(ctx, w.outward(t, p, flow, subject))
	must(t, err)
	return proof
}

func (w *world) connect(t *testing.T, p *oidctest.Provider, role, subject string) {
	t.Helper()
	req := w.signIn(t, "north", role)
	tenant := w.as(t, req)
	change, err := tenant.Connect(ctx, w.proof(t, p, req, subject))
	must(t, err)
	must(t, tenant.Commit(ctx, change, store.Answer{}))
}

// lastReason is why the ledger's newest entry was refused.
func (w *world) lastReason(t *testing.T, want string) {
	t.Helper()
	if action, _, after := w.lastEntry(t); action != "auth.sso-failed" || after["reason"] != want {
		t.Errorf("entered as %s %v, want %s", action, after, want)
	}
}

// TestSSOSecret: sealed for the issuer and the client that it was given for.
// Whoever changes the issuer in the database gets nothing sent to theirs.
func TestSSOSecret(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	if kept := dbtest.One(t, w.db("north"), `SELECT sso_client_secret FROM settings`).Text(); !strings.HasPrefix(kept, "v1.") {
		t.Errorf("kept as %q", kept)
	}
	evil := oidctest.New(t)
	evil.Now = w.now
	w.exec(t, `UPDATE settings SET sso_issuer = ?`, db.Text(evil.Issuer))
	_, err := w.as(t, anonymous).RedeemSSO(ctx, w.outAndBack(t, evil, "x"))
	wantIs(t, err, domain.ErrEncryption)
	if evil.Asked(oidctest.TokenPath) != 0 || p.Asked(oidctest.TokenPath) != 0 {
		t.Error("something was sent")
	}
}

// TestSSOFlowIsSealed: the database alone finishes no flow.
func TestSSOFlowIsSealed(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	r := w.outAndBack(t, p, "x")
	const all = `SELECT state || browser || nonce || sealed FROM sso_flows`
	if text := dbtest.One(t, w.db("north"), all).Text(); strings.Contains(text, r.State) || strings.Contains(text, r.Browser) || strings.Contains(text, "employees") {
		t.Errorf("%s", text)
	}
	keyless := w.process(t, nil)
	tenant, err := keyless.Tenant(ctx, "north.test")
	must(t, err)
	_, err = tenant.For(anonymous).BeginSSO(ctx, store.SSOStart{})
	wantIs(t, err, domain.ErrEncryption)
}

// TestSSOFlowLife: ten minutes, to the millisecond; then it is swept away.
func TestSSOFlowLife(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	for took, want := range map[int64]error{10*minute - 1: nil, 10 * minute: domain.ErrSSO} {
		r := w.outAndBack(t, p, "x")
		w.pass(took)
		_, err := w.as(t, anonymous).RedeemSSO(ctx, r)
		wantIs(t, err, want)
	}
	w.pass(day)
	w.outAndBack(t, p, "x")
	if n := w.count(t, `SELECT count(*) FROM sso_flows`); n != 1 {
		t.Errorf("%d flows are kept", n)
	}
}

// TestSSORoundTrips: one to begin; one to use up the flow, one to find the
// account, which only the provider's answer names, and one to enter.
func TestSSORoundTrips(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	w.connect(t, p, "hr", "hr")
	counted, stats := store.WithStats(ctx)
	flow, err := w.as(t, anonymous).BeginSSO(counted, store.SSOStart{Redirect: comeBack})
	must(t, err)
	if stats.RoundTrips != 1 {
		t.Errorf("%d round trips to begin", stats.RoundTrips)
	}
	r := w.outward(t, p, flow, "hr")
	counted, stats = store.WithStats(ctx)
	proof, err := w.as(t, anonymous).RedeemSSO(counted, r)
	must(t, err)
	entry, err := w.as(t, anonymous).EnterSSO(counted, proof, "a browser")
	must(t, err)
	if stats.RoundTrips != 3 || entry.Session == nil || entry.Session.User.ID != w.account(t, "north", "hr") {
		t.Errorf("%d round trips: %v", stats.RoundTrips, entry)
	}
	if n := w.count(t, `SELECT count(*) FROM attempts`); n != 0 {
		t.Errorf("%d attempts count against who has signed in", n)
	}
}

func TestSSOOfWhomWeDoNotServe(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	w.connect(t, p, "hr", "hr")
	w.connect(t, p, "admin", "admin")
	w.exec(t, `UPDATE accounts SET disabled = 1 WHERE role = 'hr'`)
	_, err := w.enter(t, p, "hr")
	wantIs(t, err, domain.ErrNotConnected)
	w.lastReason(t, "account-disabled")

	w.exec(t, `UPDATE accounts SET disabled = 0`)
	w.exec(t, `UPDATE subscriptions SET suspended = 1`)
	_, err = w.enter(t, p, "hr")
	wantCode(t, err, "subscription-suspended")
	if entry, err := w.enter(t, p, "admin"); err != nil || entry.Challenge == "" {
		t.Errorf("%v %v", entry, err)
	}
}

// TestConnectSoonAfterSigningIn, to the millisecond (ASVS 7.5.1).
func TestConnectSoonAfterSigningIn(t *testing.T) {
	t.Parallel()
	w, _ := withProvider(t, domain.SSOOrPass)
	req := w.signIn(t, "north", "hr")
	w.pass(10 * minute)
	_, err := w.as(t, req).ConnectSSO(ctx, store.SSOStart{})
	wantIs(t, err, nil)
	w.pass(1)
	_, err = w.as(t, req).ConnectSSO(ctx, store.SSOStart{})
	wantIs(t, err, domain.ErrNotRecent)
	_, err = w.as(t, store.Request{SessionID: "nosuch", Allow: domain.AllRoles}).ConnectSSO(ctx, store.SSOStart{})
	wantIs(t, err, domain.ErrUnauthenticated)
}

// TestConnectAtOnce: two accounts are promised one identity; one gets it.
func TestConnectAtOnce(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	hr, finance := w.signIn(t, "north", "hr"), w.signIn(t, "north", "finance")
	first, second := w.as(t, hr), w.as(t, finance)
	other := w.proof(t, p, finance, "x")
	one, err := first.Connect(ctx, w.proof(t, p, hr, "x"))
	must(t, err)
	two, err := second.Connect(ctx, other)
	must(t, err)
	must(t, first.Commit(ctx, one, store.Answer{}))
	wantIs(t, second.Commit(ctx, two, store.Answer{}), store.ErrStale)
	_, err = second.Again().Connect(ctx, other)
	wantIs(t, err, domain.ErrIdentity)
	w.lastReason(t, "identity-taken")
}

// TestDisconnectAtOnce: of the last two ways in, one stays.
func TestDisconnectAtOnce(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOnly)
	w.connect(t, p, "hr", "a")
	w.connect(t, p, "hr", "b")
	w.connect(t, p, "admin", "c")
	req := w.signIn(t, "north", "hr")
	list, err := w.as(t, req).Identities(ctx)
	must(t, err)
	first, second := w.as(t, req), w.as(t, req)
	one, err := first.Disconnect(ctx, list[0].ID)
	must(t, err)
	two, err := second.Disconnect(ctx, list[1].ID)
	must(t, err)
	must(t, first.Commit(ctx, one, store.Answer{}))
	wantIs(t, second.Commit(ctx, two, store.Answer{}), store.ErrStale)
	_, err = second.Again().Disconnect(ctx, list[1].ID)
	wantIs(t, err, domain.ErrLastWayIn)
}

// TestSetSSOAtOnce: what was decided on another provider's secret is decided
// again.
func TestSetSSOAtOnce(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	req := w.signIn(t, "north", "admin")
	keeps, other := sso(p, domain.SSOOnly), oidctest.New(t)
	keeps.ClientSecret = ""
	tenant := w.as(t, req)
	_, change, err := tenant.SetSSO(ctx, keeps)
	must(t, err)
	must(t, w.setSSO(t, req, sso(other, domain.SSOOrPass)))
	wantIs(t, tenant.Commit(ctx, change, store.Answer{}), store.ErrStale)
	_, _, err = tenant.Again().SetSSO(ctx, keeps)
	wantCode(t, err, "invalid-request")
	if _, before, after := w.lastEntry(t); before["mode"] != "both" || after["mode"] != "both" || before["issuer"] != p.Issuer || after["issuer"] != other.Issuer || after["client_secret"] != "changed" {
		t.Errorf("%v, %v", before, after)
	}
}

// TestPasswordOff: nobody's password or passkey counts where the organisation takes none,
// but for administrators while none of them can get in otherwise.
func TestPasswordOff(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOnly)
	key := w.device(t, "ES256", "hr")
	w.add(t, w.signIn(t, "north", "hr"), key)
	try := func(role string, want error) {
		t.Helper()
		_, _, err := w.login(t, role+"@north.example", "passwd")
		wantIs(t, err, want)
	}
	offers := func(want bool) {
		t.Helper()
		ways, err := w.as(t, anonymous).Ways(ctx)
		must(t, err)
		if address, err := url.Parse(p.Issuer); err != nil || ways != (store.Ways{Password: want, SSO: true, Provider: address.Hostname()}) {
			t.Errorf("%+v", ways)
		}
	}
	try("hr", domain.ErrPasswordOff)
	_, _, err := w.present(t, used(key, w.asked(t)))
	wantIs(t, err, domain.ErrPasswordOff)
	try("admin", nil)
	offers(true)
	w.connect(t, p, "admin", "a")
	try("admin", domain.ErrPasswordOff)
	offers(false)
	w.exec(t, `UPDATE identities SET issuer = 'https://another.example'`)
	try("admin", nil)
	w.exec(t, `UPDATE identities SET issuer = ?`, db.Text(p.Issuer))
	w.exec(t, `UPDATE accounts SET role = 'admin' WHERE role = 'manager'`)
	try("manager", domain.ErrPasswordOff)
	w.exec(t, `UPDATE accounts SET disabled = 1 WHERE email = 'admin@north.example'`)
	offers(true)
	try("admin", domain.ErrCredentials)
	try("manager", nil)
}

// TestProviderAway: what was known of it has grown old, and it does not answer.
func TestProviderAway(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	p.Lie(oidctest.Configuration, http.NotFound)
	_, err := w.as(t, anonymous).BeginSSO(ctx, store.SSOStart{Redirect: comeBack})
	must(t, err)
	w.pass(15 * minute)
	_, err = w.as(t, anonymous).BeginSSO(ctx, store.SSOStart{Redirect: comeBack})
	wantIs(t, err, domain.ErrProvider)
}

// TestSSOEntries: the ledger says how people sign in before and after, and of
// a provider where there is one.
func TestSSOEntries(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	_, before, after := w.lastEntry(t)
	if len(before) != 1 || before["mode"] != "password" || after["mode"] != "both" || after["client_id"] != oidctest.ClientID || after["client_secret"] != "changed" {
		t.Errorf("%v, %v", before, after)
	}
	must(t, w.setSSO(t, w.signIn(t, "north", "admin"), domain.SSO{Mode: domain.PasswordOnly, Issuer: p.Issuer, ClientID: oidctest.ClientID}))
	if _, before, after = w.lastEntry(t); before["mode"] != "both" || after["mode"] != "password" || after["client_secret"] != "" {
		t.Errorf("%v, %v", before, after)
	}
}

var aToken = regexp.MustCompile(`eyJ[\w-]+\.eyJ`)

// TestProvidersTokensAreDropped: once a flow has ended, nothing of the tokens
// that the provider gave stands in any table (ASVS 10.1.1).
func TestProvidersTokensAreDropped(t *testing.T) {
	t.Parallel()
	w, p := withProvider(t, domain.SSOOrPass)
	w.connect(t, p, "hr", "helen")
	_, err := w.enter(t, p, "helen")
	must(t, err)
	if p.Asked(oidctest.TokenPath) != 2 {
		t.Fatalf("%d tokens were asked for", p.Asked(oidctest.TokenPath))
	}
	for _, table := range dbtest.Read(t, w.db("north"), db.Q(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'`))[0] {
		for _, row := range dbtest.Read(t, w.db("north"), db.Q(`SELECT * FROM "`+table[0].S+`"`))[0] {
			for _, v := range row {
				if strings.Contains(v.S, oidctest.AccessToken) || aToken.MatchString(v.S) {
					t.Errorf("%s holds %q", table[0].S, v.S)
				}
			}
		}
	}
}
