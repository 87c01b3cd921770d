package web

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"ringfence/domain"
)

func nothing(*Call) error { return nil }

func things() Schema { return PageOf(Named("Thing", Object(Has("id", Text)))) }

// TestOperationName is what a generated client is read by.
func TestOperationName(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]Route{
		"listEmployees":       Get("/api/hr/employees", "", nil).Returns(things()),
		"getEmployee":         Get("/api/hr/employees/{id}", "", nil),
		"createEmployee":      Post("/api/hr/employees", "", nil),
		"updateEmployee":      Patch("/api/hr/employees/{id}", "", nil),
		"deleteIdentity":      Delete("/api/auth/identities/{id}", "", nil),
		"setSecurity":         Put("/api/settings/security", "", nil),
		"createPasswordReset": Post("/api/auth/password-reset", "", nil),
		"inviteUser":          Post("/api/users", "", nil).Named("inviteUser"),
	} {
		if got := r.operationName(&document{schemas: Definitions{}}); got != want {
			t.Errorf("%s: %q, want %q", r.Pattern(), got, want)
		}
	}
}

// TestOpenAPIRefuses two operations of one name: a client could call but one.
func TestOpenAPIRefuses(t *testing.T) {
	t.Parallel()
	one := Get("/api/things", "Things", nothing).Returns(things())
	other := Get("/api/other/things", "Things", nothing).Returns(things())
	if _, err := OpenAPI([]Wing{{Tag: "a", Routes: []Route{one}}, {Tag: "b", Routes: []Route{other}}}); err == nil {
		t.Error("two operations named listThings")
	}
	text, err := OpenAPI([]Wing{{Tag: "a", About: "Things", Routes: []Route{one}}, {Tag: "empty", Routes: []Route{Page("/x", "X", nothing)}}})
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Tags       []struct{ Name string }
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Tags) != 1 || d.Tags[0].Name != "a" || d.Components.Schemas["Thing"] == nil || d.Components.Schemas["ThingList"] == nil {
		t.Errorf("%+v", d)
	}
}

// TestRefusalCodes follow from who may use a route and what it takes.
func TestRefusalCodes(t *testing.T) {
	t.Parallel()
	admins, fields := Roles(domain.Admin), domain.Fields{{Name: "a"}}
	get, post := Get("/api/x", "", nil), Post("/api/x", "", nil)
	for name, c := range map[string]struct {
		route     Route
		has, lack string
	}{
		"anybody": {get.For(Public).On(AnyHost), "internal-error busy unknown-host",
			"unauthenticated forbidden not-found invalid-request too-large"},
		"a session":       {get.For(AnyRole), "unauthenticated subscription-lapsed mfa-enrolment-required", "forbidden module-not-licensed"},
		"a role":          {get.For(admins), "forbidden", "cross-site"},
		"without factor":  {get.For(AnyRole).AllowUnenrolled(), "unauthenticated", "mfa-enrolment-required"},
		"in a module":     {get.For(AnyRole).Module(domain.ModuleHR), "module-not-licensed", ""},
		"with parameters": {get.For(AnyRole).Query(PageParams...), "invalid-request", ""},
		"a record":        {Get("/api/x/{id}", "", nil).For(AnyRole), "not-found", "invalid-request"},
		"a write": {post.For(AnyRole).Takes(fields), "cross-site too-large unsupported-media-type conflict " +
			"idempotency-in-progress idempotency-key-reused", "idempotency-key-required"},
		"with no key":    {post.For(AnyRole).WithoutKey("why"), "cross-site", "idempotency-in-progress idempotency-key-reused"},
		"with a key":     {post.For(AnyRole).RequiresKey(), "idempotency-key-required", ""},
		"with a version": {Patch("/api/x/{id}", "", nil).For(AnyRole).Versioned(), "precondition-failed conflict", ""},
		"a file taken":   {post.For(AnyRole).WithoutKey("why").TakesFile(1, "a/b").Problems("seat-limit"), "too-large storage-limit file-unavailable seat-limit", ""},
		"a file":         {get.For(AnyRole).ReturnsFile("a/b"), "file-unavailable", "storage-limit too-large"},
		"its own":        {post.For(AnyRole).Problems("seat-limit"), "seat-limit", "last-admin"},
	} {
		codes := c.route.refusalCodes()
		for _, code := range strings.Fields(c.has) {
			if !slices.Contains(codes, code) {
				t.Errorf("%s: no %s", name, code)
			}
		}
		for _, code := range strings.Fields(c.lack) {
			if slices.Contains(codes, code) {
				t.Errorf("%s: %s", name, code)
			}
		}
	}
}
