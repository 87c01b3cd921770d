package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// requestTimeout is how long a request may take.
const requestTimeout = 25 * time.Second

// ServeHTTP answers one request and logs one line.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, stats := store.WithStats(r.Context())
	c := &Call{server: s, w: w, r: r.WithContext(ctx), id: store.NewID(), start: s.cfg.Now(), stats: stats}
	c.within(ctx, requestTimeout)
	defer func() { c.cancel() }()
	s.securityHeaders(w.Header(), c.id)
	defer s.logCall(c)
	defer c.recovered()
	if err := c.dispatch(); err != nil {
		c.fail(err)
	}
}

// within bounds how long the request may take, from now on; whole is its context
// without a bound of ours.
func (c *Call) within(whole context.Context, limit time.Duration) {
	ctx, cancel := context.WithTimeout(whole, limit)
	c.whole, c.cancel, c.r = whole, cancel, c.r.WithContext(ctx)
}

// recovered answers for a handler that panicked. Under TinyGo there is no
// recovering: the panic ends the instance, and the shim answers.
func (c *Call) recovered() {
	if p := recover(); p != nil {
		c.fail(fmt.Errorf("panic: %v", p))
	}
}

// dispatch finds who answers at this Host, then the route, then runs it.
func (c *Call) dispatch() error {
	hostname := hostnameOf(c.r.Host)
	kind := c.server.hostKindOf(hostname)
	if kind != PublicHost {
		t, err := c.server.cfg.Tenant(c.r.Context(), hostname)
		if err != nil {
			return err
		}
		c.tenant = t
	}
	if c.server.plain(c.r) {
		return c.toHTTPS()
	}
	route, err := c.server.find(c.r, kind)
	if err != nil {
		return err
	}
	c.route = route
	if route.large {
		c.cancel()
		c.within(c.whole, largeTimeout)
	}
	return c.serve()
}

// find is the route of a request. It sets the request's path values.
func (s *Server) find(r *http.Request, kind HostKind) (*Route, error) {
	mux := s.mux[kind]
	h, pattern := mux.Handler(r)
	m, ok := h.(mounted)
	if ok {
		_, path, _ := strings.Cut(pattern, " ")
		if !setPathValues(r, path) {
			return nil, domain.ErrNotFound
		}
		return m.Route, nil
	}
	if allowed := allowedMethods(mux, r); allowed != "" {
		return nil, &methodError{allowed}
	}
	return nil, domain.ErrNotFound
}

// setPathValues does what ServeMux does when it serves: our handlers are run
// by the Server, not by the mux. It reports whether a database can hold them.
func setPathValues(r *http.Request, pattern string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(r.URL.EscapedPath(), "/")
	for i, part := range want {
		name, ok := strings.CutPrefix(part, "{")
		if !ok || name == "$}" || i >= len(got) {
			continue
		}
		value, err := url.PathUnescape(got[i])
		if err != nil || !storable(value) {
			return false
		}
		r.SetPathValue(strings.TrimSuffix(name, "}"), value)
	}
	return true
}

func allowedMethods(mux *http.ServeMux, r *http.Request) string {
	var allowed []string
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		try := &http.Request{Method: method, URL: r.URL, Host: r.Host}
		if h, _ := mux.Handler(try); isMounted(h) {
			allowed = append(allowed, method)
		}
	}
	return strings.Join(allowed, ", ")
}

func isMounted(h http.Handler) bool {
	_, ok := h.(mounted)
	return ok
}

// plain reports a request over plain HTTP that should have come over HTTPS.
func (s *Server) plain(r *http.Request) bool {
	return s.cfg.Base != "localhost" && r.TLS == nil && r.URL.Scheme != "https" && !s.cfg.TLSTerminated
}

func (c *Call) toHTTPS() error {
	c.w.Header().Set("Location", "https://"+hostnameOf(c.r.Host)+c.r.URL.RequestURI())
	c.Respond(http.StatusPermanentRedirect, "text/plain; charset=utf-8", nil)
	return nil
}

// logCall writes the request's line: no personal field, no query string, no
// body, no token.
func (s *Server) logCall(c *Call) {
	o := s.cfg.Log.Line("INFO", "request")
	if c.cause != nil && !c.left() {
		o = s.cfg.Log.Line("ERROR", "request")
	} else if c.stats.Security != "" {
		o = s.cfg.Log.Line("WARN", "request")
	}
	o.Text("request_id", c.id).Text("method", c.r.Method).Int("status", int64(c.status)).
		Raw("ms", milliseconds(s.cfg.Now().Sub(c.start))).Int("round_trips", c.stats.RoundTrips)
	if c.route != nil {
		o.Text("route", c.route.path)
	}
	if c.tenant != nil {
		o.Text("tenant", c.tenant.Info().Slug)
	}
	if c.claims.Subject != "" {
		o.Text("account", c.claims.Subject)
	}
	if c.stats.Security != "" {
		o.Text("security", c.stats.Security)
	}
	if c.cause != nil {
		o.Text("error", c.cause.Error())
	}
	s.cfg.Log.Write(o)
}

// left reports that the client went away, which is nobody's fault.
func (c *Call) left() bool { return errors.Is(c.Context().Err(), context.Canceled) }
