package web

import (
	"net/http/httptest"
	"testing"

	"ringfence/domain"
)

func TestHostnameOf(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"north.localhost": "north.localhost", "North.LOCALHOST:8787": "north.localhost", "north.test.": "north.test", "north.test.:80": "north.test",
		"[::1]:8787": "[::1]", "[::1]": "[::1]", "": "", ":80": "",
	} {
		if got := hostnameOf(host); got != want {
			t.Errorf("%q: %q, want %q", host, got, want)
		}
	}
}

func TestHostKindOf(t *testing.T) {
	t.Parallel()
	s := &Server{cfg: Config{Base: "ringfence.example"}}
	for hostname, want := range map[string]HostKind{
		"ringfence.example": PublicHost, "console.ringfence.example": ConsoleHost, "north.ringfence.example": TenantHost,
		"localhost": TenantHost, "console.example": TenantHost, "x.console.ringfence.example": TenantHost, "": TenantHost,
	} {
		if got := s.hostKindOf(hostname); got != want {
			t.Errorf("%q: %d, want %d", hostname, got, want)
		}
	}
}

// TestMountRefuses a table that is not whole: the application does not start.
func TestMountRefuses(t *testing.T) {
	t.Parallel()
	run := func(*Call) error { return nil }
	read, write := Get("/x", "X", run).For(AnyRole), Post("/x", "X", run).For(AnyRole)
	admins := Roles(domain.Admin)
	for name, r := range map[string]Route{
		"roles":                 Get("/x", "X", run),
		"empty set":             read.For(Roles()),
		"not a role":            read.For(Roles(0)),
		"host":                  read.On(0),
		"handler":               Get("/x", "X", nil).For(AnyRole),
		"summary":               Get("/x", "", run).For(AnyRole),
		"public, outside":       read.For(Public).AllowLapsed(),
		"public, with a module": read.For(Public).Module(domain.ModuleHR),
		"public, with a key":    write.For(Public).RequiresKey(),
		"roles without tenant":  read.For(admins).On(AnyHost),
		"write without a rule":  write.WithoutKey(""),
		"read with a body":      read.Takes(domain.Fields{{Name: "a"}}),
		"page in the API":       Page("/api/x", "X", run).For(AnyRole),
		"menu without a page":   read.Menu(domain.AreaPeople, "X"),
		"menu with a form":      Form("/x", "X", run).For(AnyRole).Menu(domain.AreaPeople, "X"),
		"menu with one record":  Page("/x/{id}", "X", run).For(AnyRole).Menu(domain.AreaPeople, "X"),
		"menu without a label":  Page("/x", "X", run).For(AnyRole).Menu(domain.AreaPeople, ""),
		"dev path everywhere":   Get("/dev/x", "X", run).For(Public),
		"dev elsewhere":         read.DevOnly(),
		"no such problem":       read.Problems("nosuch"),
		"file and fields":       write.WithoutKey("why").TakesFile(1, "a/b").Takes(domain.Fields{{Name: "a"}}),
		"file with a key":       write.TakesFile(1, "a/b"),
		"file of no type":       write.WithoutKey("why").TakesFile(1),
		"file of anybody":       write.For(Public).TakesFile(1, "a/b"),
	} {
		if _, err := New(Config{}, []Wing{{Routes: []Route{Get("/y", "Y", run).For(AnyRole), r}}}); err == nil {
			t.Errorf("%s: mounted", name)
		}
	}
	good := []Route{read, write, write.For(Public).On(PublicHost), Delete("/x", "X", run).For(admins).WithoutKey("why")}
	if _, err := New(Config{}, []Wing{{Routes: good}}); err != nil {
		t.Error(err)
	}
}

// TestFind: the path's values, however the address spells them, and nothing
// that no database could hold.
func TestFind(t *testing.T) {
	t.Parallel()
	run := func(*Call) error { return nil }
	var routes []Route
	for _, path := range []string{"/{$}", "/employees", "/employees/new", "/employees/{id}", "/employees/{id}/edit"} {
		routes = append(routes, Page(path, "X", run).For(AnyRole))
	}
	s, err := New(Config{}, []Wing{{Routes: append(routes, Post("/api/auth/login", "X", run).For(Public))}})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/employees/abc": "GET /employees/{id} abc", "/employees/new": "GET /employees/new ", "/employees/abc/edit": "GET /employees/{id}/edit abc",
		"/employees/a%2Fb": "GET /employees/{id} a/b", "/employees/a%2Fedit": "GET /employees/{id} a/edit", "/employees/a%20b": "GET /employees/{id} a b",
		"/": "GET /{$} ", "/employees/": "not-found", "/employees/a/b": "not-found", "/employees//edit": "not-found",
		"/employees/%00": "not-found", "/employees/%ff": "not-found", "/nothing": "not-found", "/api/auth/login": "method", "//": "not-found",
	} {
		r := httptest.NewRequest("GET", "http://north.localhost"+path, nil)
		got := ""
		switch route, err := s.find(r, TenantHost); err := err.(type) {
		case nil:
			got = route.Pattern() + " " + r.PathValue("id")
		case *domain.Error:
			got = err.Code
		case *methodError:
			got = "method"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	for _, method := range []string{"TRACE", "PROPFIND", "get"} {
		_, err := s.find(httptest.NewRequest(method, "http://north.localhost/employees", nil), TenantHost)
		if _, refused := err.(*methodError); !refused {
			t.Errorf("%s: %v", method, err)
		}
	}
}
