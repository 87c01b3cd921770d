package web

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// Config is what the application lends the kit. Of the store that is one
// function: a tenant by the hostname that was asked for.
type Config struct {
	Base          string // BASE_DOMAIN
	Dev           bool   // the local default: /dev/ answers
	TLSTerminated bool   // something before us speaks HTTPS to the client
	Version       string
	Proxies       []netip.Prefix // whose X-Forwarded-For is believed; none at the edge
	Now           func() time.Time
	Tokens        *Tokens
	Log           *Log
	Tenant        func(ctx context.Context, hostname string) (*store.Tenant, error)
}

// Server answers requests by a table of routes.
type Server struct {
	cfg   Config
	mux   map[HostKind]*http.ServeMux
	menu  []*Route // the lines of the table that have a place in the menu
	cards []Card
}

// Wing is a part of the application: its routes, under one tag of the OpenAPI
// document, and what it shows on the home page.
type Wing struct {
	Tag, About string
	Routes     []Route
	Cards      []Card
}

// New makes a server of the wings' routes. It fails on a route that is not
// whole.
func New(cfg Config, wings []Wing) (*Server, error) {
	s := &Server{cfg: cfg, mux: map[HostKind]*http.ServeMux{
		TenantHost: http.NewServeMux(), ConsoleHost: http.NewServeMux(), PublicHost: http.NewServeMux()}}
	for _, w := range wings {
		if err := s.mount(w.Routes); err != nil {
			return nil, err
		}
		s.cards = append(s.cards, w.Cards...)
	}
	slices.SortStableFunc(s.menu, byPlace)
	return s, nil
}

// mount adds routes to the mux of each of their hosts. A pattern that
// conflicts panics in ServeMux: found by any test.
func (s *Server) mount(table []Route) error {
	for i := range table {
		r := &table[i]
		if err := r.check(); err != nil {
			return err
		}
		if r.devOnly && !s.cfg.Dev {
			continue
		}
		if r.area != domain.NoArea {
			s.menu = append(s.menu, r)
		}
		for host, mux := range s.mux {
			if r.on&host != 0 {
				mux.Handle(r.Pattern(), mounted{r})
			}
		}
	}
	return nil
}

// mounted lets a mux find a route; the Server runs it.
type mounted struct{ *Route }

func (mounted) ServeHTTP(http.ResponseWriter, *http.Request) {}

// HostKind is who a hostname is for.
type HostKind uint8

// The kinds of host: an organisation's, the operator's console, the base
// domain.
const (
	TenantHost HostKind = 1 << iota
	ConsoleHost
	PublicHost
	AnyHost = TenantHost | ConsoleHost | PublicHost
)

// hostKindOf decides by the request's own Host (lower case, without port).
func (s *Server) hostKindOf(hostname string) HostKind {
	switch hostname {
	case s.cfg.Base:
		return PublicHost
	case "console." + s.cfg.Base:
		return ConsoleHost
	}
	return TenantHost
}

func hostnameOf(host string) string {
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host = host[:i]
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
