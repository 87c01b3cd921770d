// Package handlers is HTTP: the table of routes, what happens around each of
// them, and one file a resource with its JSON and its pages.
//
// A request goes through App.ServeHTTP: the Host decides who answers, before
// any other work; the route table decides who may ask; the handler decodes,
// asks the store, and answers. Every refusal is a domain.Error and becomes a
// problem (RFC 9457) in one place.
package handlers

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"ringfence/store"
	"ringfence/store/breach"
	"ringfence/store/db"
	"ringfence/store/oidc"
	"ringfence/store/vault"
)

// Config is what the host gives the application.
type Config struct {
	Env       func(name string) string                // "" for a variable that is not set
	Open      func(ref, region string) (db.DB, error) // a database by its reference
	Shared    store.Shared                            // nil: nothing is shared with other instances
	Now       func() time.Time                        // nil: time.Now
	Version   string
	GitSHA    string
	Host      string // "edge" or "native"
	LogWriter io.Writer
}

// App is the whole application: an http.Handler and the scheduled work.
type App struct {
	cfg    Config
	base   string // BASE_DOMAIN
	dev    bool   // the local default: /dev/ answers
	store  *store.Store
	tokens *tokens
	master *vault.Master
	mux    map[audience]*http.ServeMux
	menu   []*route // the lines of the table that have a place in the menu

	logging sync.Mutex
}

// New builds the application. It does no I/O. An unset secret is not an
// error: what needs it answers 503. A malformed one is.
func New(cfg Config) (*App, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	a := &App{cfg: cfg, base: orDefault(cfg.Env("BASE_DOMAIN"), "localhost"), dev: cfg.Env("DEV") == "1"}
	var err1, err2, err3 error
	a.master, err1 = vault.ParseMaster(cfg.Env("MASTER_KEY"))
	a.tokens, err2 = newTokens(cfg.Env("SESSION_KEY"), a.base)
	registry, err3 := cfg.Open(orDefault(cfg.Env("REGISTRY"), registryRef[cfg.Host]), "uk")
	if err := errors.Join(named("MASTER_KEY", err1), named("SESSION_KEY", err2), named("REGISTRY", err3)); err != nil {
		return nil, err
	}
	a.store = store.New(store.Config{BaseDomain: a.base, Registry: registry, Open: cfg.Open, Place: places[cfg.Host], Master: a.master, Now: cfg.Now, Shared: cfg.Shared,
		Breaches: a.breaches(), Mail: mailer(cfg.Env), KeepMail: a.dev,
		OIDC: oidc.New(oidc.Config{Now: cfg.Now, Loopback: a.dev, Private: cfg.Env("SSO_PRIVATE_NETWORK") == "1"})})
	return a, a.mount(routes())
}

// breaches asks Have I Been Pwned about new passwords, at HIBP_BASE. The local
// default asks nobody unless it is set.
func (a *App) breaches() *breach.Checker {
	base := a.cfg.Env("HIBP_BASE")
	if base == "" && !a.dev {
		base = breach.Public
	}
	return &breach.Checker{Base: base, HTTP: http.DefaultClient, Log: func(reason error) {
		a.log(a.logLine("WARN", "breached passwords cannot be asked for; the list decides").Text("error", reason.Error()))
	}}
}

// registryRef is where the operator's own database is when REGISTRY is unset.
var registryRef = map[string]string{"native": "file:registry.db", "edge": "durable:registry"}

// places are where a new tenant's database stands.
var places = map[string]func(slug, id string) string{
	"native": func(slug, id string) string { return "file:tenants/" + slug + "-" + id + ".db" },
	"edge":   func(_, id string) string { return "durable:" + id },
}

func named(variable string, err error) error {
	if err == nil {
		return nil
	}
	return errors.New(variable + ": " + err.Error())
}

func orDefault(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// Store is the application's store, for the command line.
func (a *App) Store() *store.Store { return a.store }

// audience is who a hostname is for.
type audience uint8

const (
	onTenant audience = 1 << iota
	onConsole
	onPublic
	onAny = onTenant | onConsole | onPublic
)

// audienceOf decides by the request's own Host (lower case, without port).
func (a *App) audienceOf(hostname string) audience {
	switch hostname {
	case a.base:
		return onPublic
	case "console." + a.base:
		return onConsole
	}
	return onTenant
}

func hostnameOf(host string) string {
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host = host[:i]
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
