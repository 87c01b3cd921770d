package web

import (
	"errors"
	"strings"

	"ringfence/domain"
)

// check says what a line of the table lacks or contradicts: an application
// that has such a line does not start.
func (r *Route) check() error {
	for _, rule := range rules {
		if rule.broken(r) {
			return errors.New(rule.message + ": " + r.Pattern())
		}
	}
	for _, code := range r.problems {
		if problemTypes[code].status == 0 {
			return errors.New("no such problem as " + code + ": " + r.Pattern())
		}
	}
	return nil
}

var rules = []struct {
	message string
	broken  func(*Route) bool
}{
	{"route without roles", func(r *Route) bool { return !r.access.open && r.roles() == 0 }},
	{"route half declared", func(r *Route) bool { return r.on == 0 || r.run == nil || r.summary == "" }},
	{"public route that asks for more", func(r *Route) bool {
		return r.access.open && (r.lapsed || r.unenrolled || r.module != domain.Core || r.access.roles != 0 || r.key != noKey)
	}},
	{"route with roles where nobody signs in",
		func(r *Route) bool { return !r.access.open && r.on&PublicHost != 0 }},
	{"write without a rule for Idempotency-Key", func(r *Route) bool {
		return r.mutates() && !r.page && !r.access.open && (r.key == noKey) == (r.keyless == "")
	}},
	{"read with a body or a key", func(r *Route) bool { return !r.mutates() && (r.key != noKey || r.in != nil) }},
	{"file beside fields, or that nobody could send", func(r *Route) bool {
		return r.file > 0 && (r.in != nil || !r.mutates() || r.access.open || r.key != noKey || r.types == nil)
	}},
	{"page among the API's addresses", func(r *Route) bool { return r.page && strings.HasPrefix(r.path, "/api/") }},
	{"place in the menu without a page", func(r *Route) bool {
		varies := strings.Contains(strings.TrimSuffix(r.path, "{$}"), "{")
		return r.area != domain.NoArea && (!r.page || r.mutates() || r.label == "" || varies)
	}},
	{"/dev/ is for the local default, and all of it",
		func(r *Route) bool { return strings.HasPrefix(r.path, "/dev/") != r.devOnly }},
}
