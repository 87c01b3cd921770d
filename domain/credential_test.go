package domain_test

import (
	"slices"
	"testing"

	"ringfence/domain"
)

// TestCredentialNumbers: each body's numbers look like its own.
func TestCredentialNumbers(t *testing.T) {
	t.Parallel()
	number := domain.Credentials.Columns[domain.Credentials.Index("number")]
	for _, c := range []struct {
		kind, number, want string
	}{
		{"gmc", "7012345", ""}, {"gmc", "701 2345", ""}, {"gmc", "70123456", "number malformed"}, {"gmc", "701234A", "number malformed"},
		{"gmc", "", "number required"}, {"nmc", "12a3456b", ""}, {"nmc", "12A34567", "number malformed"}, {"nmc", "١2A3456B", "number malformed"},
		{"hcpc", "PH1234", ""}, {"hcpc", "ph 123456", ""}, {"hcpc", "CHS12345", ""}, {"hcpc", "P12345", "number malformed"},
		{"hcpc", "PH1234567", "number malformed"}, {"hcpc", "PHYS1234", "number malformed"}, {"gphc", "2012345", ""}, {"gphc", "201234", "number malformed"},
		{"gdc", "1234", ""}, {"gdc", "123456", ""}, {"gdc", "123", "number malformed"}, {"gdc", "1234567", "number malformed"},
		{"dbs", "001234567890", ""}, {"dbs", "00123456789", "number malformed"}, {"dbs", "", ""},
		{"right-to-work", "", ""}, {"indemnity", "MDU/12-a", ""}, {"other", "", ""},
	} {
		canonical, _ := number.Parse(c.number)
		values := map[string]string{"kind": c.kind, "number": canonical}
		got := codes(domain.Invalid(domain.Credentials.Check(func(name string) string { return values[name] }, "2026-06-01")...))
		if want := slices.DeleteFunc([]string{c.want}, func(s string) bool { return s == "" }); !slices.Equal(got, want) {
			t.Errorf("%s %q: %q, want %q", c.kind, c.number, got, want)
		}
	}
	for kind, want := range map[string]string{"gphc": "GPhC", "nmc": "NMC", "right-to-work": "Right to work"} {
		if got := domain.Choice.Display(kind); got != want {
			t.Errorf("%s: %q", kind, got)
		}
	}
}

// TestStandingOf a course: the last day still counts.
func TestStandingOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		until    string
		required bool
		want     string
	}{
		{"", true, "Missing"}, {"", false, "Not required"}, {"2026-05-31", true, "Out of date"}, {"2026-06-01", true, "Expires soon"},
		{"2026-07-31", false, "Expires soon"}, {"2026-08-01", true, "In date"}, {domain.Unexpiring, true, "In date"},
	} {
		if got := domain.StandingOf(c.until, c.required, "2026-06-01", "2026-07-31"); got.Label != c.want {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}
