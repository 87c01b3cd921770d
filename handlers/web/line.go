package web

import (
	"strings"

	"ringfence/domain"
)

// Open reports a route that nobody has to be signed in for.
func (r *Route) Open() bool { return r.access.open }

// ServedOn reports a route of a kind of host, unless it is the local default's own.
func (r *Route) ServedOn(host HostKind) bool { return r.on&host != 0 && !r.devOnly }

// Line is the route in one line of text for who reviews the table: method,
// path, hosts, who may use it, the module, and what else is said of it.
func (r *Route) Line() string {
	parts := []string{r.Pattern(), r.hosts(), r.who()}
	if r.module != domain.Core {
		parts = append(parts, "module="+string(r.module))
	}
	return strings.Join(append(parts, r.flags()...), "  ")
}

func (r *Route) hosts() string {
	if r.on == AnyHost {
		return "any"
	}
	return strings.Join(r.hostNames(), "+")
}

func (r *Route) hostNames() (names []string) {
	for _, kind := range []struct {
		host HostKind
		name string
	}{{TenantHost, "tenant"}, {ConsoleHost, "console"}, {PublicHost, "public"}} {
		if r.on&kind.host != 0 {
			names = append(names, kind.name)
		}
	}
	return names
}

func (r *Route) who() string {
	switch {
	case r.access.open:
		return "PUBLIC"
	case r.access.roles == domain.AllRoles:
		return "any-role"
	}
	return strings.Join(r.roles().Names(), ",")
}

func (r *Route) flags() []string {
	var flags []string
	for _, f := range []struct {
		set  bool
		name string
	}{
		{r.page, "page"}, {r.either, "page-to-browsers"}, {r.devOnly, "dev"}, {r.lapsed, "lapsed"}, {r.unenrolled,
			"unenrolled"},
		{r.key == keyOptional, "key"}, {r.key == keyRequired, "key-required"}, {r.partial, "partial"},
		{r.versioned, "if-match"}, {r.tagged, "etag"}, {r.area != domain.NoArea, "menu=" + r.label},
		{r.large, "large"}, {r.types != nil, "file=" + strings.Join(r.types, ",")},
	} {
		if f.set {
			flags = append(flags, f.name)
		}
	}
	return append(flags, r.inputs()...)
}

// inputs are the names of what the route takes.
func (r *Route) inputs() []string {
	var list []string
	for _, p := range r.query {
		list = append(list, "?"+p.name)
	}
	for i := range r.in {
		list = append(list, "."+r.in[i].Name)
	}
	if len(list) == 0 {
		return nil
	}
	return []string{strings.Join(list, " ")}
}
