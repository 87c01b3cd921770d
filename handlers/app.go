// Package handlers puts the application together: the kit (package web), the
// wings with their routes, the store, and the work that is scheduled.
//
// A request goes through App.ServeHTTP to the kit: the Host decides who
// answers, before any other work; the route table decides who may ask; the
// wing's handler decodes, asks the tenant, and answers. No wing sees the store
// or another wing: what of the operator's side one needs is lent to it here,
// as an interface of exactly that.
package handlers

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strconv"
	"sync/atomic"
	"time"

	"ringfence/handlers/web"
	"ringfence/store"
	"ringfence/store/blob"
	"ringfence/store/breach"
	"ringfence/store/db"
	"ringfence/store/oidc"
	"ringfence/store/password"
	"ringfence/store/pay"
	"ringfence/store/vault"
)

// Config is what the host gives the application.
type Config struct {
	Env       func(name string) string                // "" for a variable that is not set
	Open      func(ref, region string) (db.DB, error) // a database by its reference
	Files     blob.Store                              // of the bytes of files
	Shared    store.Shared                            // nil: nothing is shared with other instances
	Now       func() time.Time                        // nil: time.Now
	Version   string
	GitSHA    string
	Host      string // "edge" or "native"
	LogWriter io.Writer
}

// App is the whole application: an http.Handler and the scheduled work.
type App struct {
	cfg     Config
	base    string // BASE_DOMAIN
	dev     bool   // the local default: /dev/ answers
	store   *store.Store
	tokens  *web.Tokens
	master  *vault.Master
	log     *web.Log
	server  *web.Server
	proxies []netip.Prefix
	clock   *clock      // of the local default; nil elsewhere
	owned   atomic.Bool // the console has an account
}

// New builds the application. It does no I/O. An unset secret is not an
// error: what needs it answers 503. A malformed one is.
func New(cfg Config) (*App, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	var set *clock
	if cfg.Env("DEV") == "1" {
		set = &clock{real: cfg.Now, shared: cfg.Shared}
		cfg.Now = set.now
	}
	a := &App{cfg: cfg, clock: set, base: cmp.Or(cfg.Env("BASE_DOMAIN"), "localhost"), dev: cfg.Env("DEV") == "1",
		log: web.NewLog(cfg.LogWriter, cfg.Now)}
	var err1, err2, err3, err4 error
	a.master, err1 = vault.ParseMaster(cfg.Env("MASTER_KEY"))
	a.tokens, err2 = web.NewTokens(cfg.Env("SESSION_KEY"), a.base)
	a.proxies, err4 = web.ParseProxies(cfg.Env("TRUSTED_PROXIES"))
	grace, err5 := days(cfg.Env("PAYMENT_GRACE_DAYS"), 14)
	registry, err3 := cfg.Open(cmp.Or(cfg.Env("REGISTRY"), registryRef[cfg.Host]), "uk")
	if err := errors.Join(named("MASTER_KEY", err1), named("SESSION_KEY", err2), named("REGISTRY", err3),
		named("TRUSTED_PROXIES", err4), named("PAYMENT_GRACE_DAYS", err5)); err != nil {
		return nil, err
	}
	a.store = store.New(store.Config{BaseDomain: a.base, Registry: registry, Open: cfg.Open, Place: places[cfg.Host], Files: cfg.Files,
		Master: a.master, Now: cfg.Now, Origin: a.origin, Shared: cfg.Shared,
		Passwords: a.passwordWork(), Breaches: a.breaches(), Mail: mailer(cfg.Env), KeepMail: a.dev,
		OIDC: oidc.New(a.providers()),
		Pay:  pay.New(cfg.Env("STRIPE_KEY"), cfg.Env("STRIPE_BASE"), http.DefaultClient), Grace: grace})
	return a, a.mount()
}

// mount makes the server of the wings' routes.
func (a *App) mount() (err error) {
	a.server, err = web.New(web.Config{Base: a.base, Dev: a.dev, TLSTerminated: a.cfg.Env("TLS_TERMINATED") == "1",
		Proxies: a.proxies, Version: a.cfg.Version, Now: a.cfg.Now, Tokens: a.tokens, Log: a.log, Tenant: a.store.Tenant}, a.wings())
	return err
}

// ServeHTTP answers one request and logs one line.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.clock.sync()
	a.server.ServeHTTP(w, r)
}

// providers are reached at public addresses, at this machine's own in the local
// default alone, and on a private network where the operator says so.
func (a *App) providers() oidc.Config {
	return oidc.Config{Now: a.cfg.Now, Loopback: a.dev, Private: a.cfg.Env("SSO_PRIVATE_NETWORK") == "1"}
}

// passwordWork is production's, whatever is set. In the local default alone, and
// there only under localhost, PASSWORD_ITERATIONS makes it lighter: for tests,
// of which deriving would be the most part.
func (a *App) passwordWork() password.Work {
	n, err := strconv.Atoi(a.cfg.Env("PASSWORD_ITERATIONS"))
	if err != nil || n < 1 || !a.dev || a.base != "localhost" {
		return password.Work{}
	}
	return password.Light(n)
}

// breaches asks Have I Been Pwned about new passwords, at HIBP_BASE. The local
// default asks nobody unless it is set.
func (a *App) breaches() *breach.Checker {
	base := a.cfg.Env("HIBP_BASE")
	if base == "" && !a.dev {
		base = breach.Public
	}
	return &breach.Checker{Base: base, HTTP: http.DefaultClient, Log: func(reason error) {
		a.log.Write(a.log.Line("WARN", "breached passwords cannot be asked for; the list decides").
			Text("error", reason.Error()))
	}}
}

// registryRef is where the operator's own database is when REGISTRY is unset.
var registryRef = map[string]string{"native": "file:registry.db", "edge": "durable:registry"}

// places are where a new tenant's database stands.
var places = map[string]func(slug, id string) string{
	"native": func(slug, id string) string { return "file:tenants/" + slug + "-" + id + ".db" },
	"edge":   func(_, id string) string { return "durable:" + id },
}

// days reads a whole number of days, at most 90.
func days(text string, unset int) (time.Duration, error) {
	if text == "" {
		text = strconv.Itoa(unset)
	}
	n, err := strconv.ParseUint(text, 10, 8)
	if err != nil || n > 90 {
		return 0, errors.New("must be a number of days, 0 to 90")
	}
	return time.Duration(n) * 24 * time.Hour, nil
}

func named(variable string, err error) error {
	if err == nil {
		return nil
	}
	return errors.New(variable + ": " + err.Error())
}

// Store is the application's store, for the command line.
func (a *App) Store() *store.Store { return a.store }
