package domain_test

import (
	"strings"
	"testing"

	"ringfence/domain"
)

// parsed is what a value of a kind becomes: its canonical form, or the code
// of the refusal after a "!".
func parsed(kind domain.Kind, raw string) string {
	f := domain.Field{Name: "f", Label: "F", Kind: kind}
	value, bad := f.Parse(raw)
	if bad != nil {
		return "!" + bad.Code
	}
	return value
}

const malformed = "!malformed"

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		kind domain.Kind
		want map[string]string // raw → canonical, or "!" and a code
	}{
		{"text", domain.Text, map[string]string{
			"": "", " \t ": "", " a  b ": "a  b", "a\nb\tc": "a b c", "a\x00b\x1bc\u0085d\x7f": "abcd",
			"a\xffb": "a\ufffdb", "Zoë O’Neill": "Zoë O’Neill", "\u00a0x\u2003": "x",
		}},
		{"lines", domain.Lines, map[string]string{
			"1 Hill Rd\r\nBath\n": "1 Hill Rd\nBath", "a\tb\x07\n\x7fc": "a b\nc", "\n\n": "",
		}},
		{"secret", domain.Secret, map[string]string{
			"": "", "  spaces kept ": "  spaces kept ", "tab\tand\nline": "tab\tand\nline", strings.Repeat("x", 5000): strings.Repeat("x", 5000),
		}},
		{"email", domain.Email, map[string]string{
			"A.B+c@Example.ORG": "A.B+c@example.org", " a@b.cd ": "a@b.cd", "ł@żółć.pl": "ł@żółć.pl",
			"a@b": malformed, "@b.cd": malformed, "a@": malformed, "a": malformed, "a@b@c.de": malformed, "a b@c.de": malformed,
			"a@-b.cd": malformed, "a@b-.cd": malformed, "a@b..cd": malformed, "a@.b.cd": malformed, "a@b.cd.": malformed,
			"a@b_c.de": malformed, "<a@b.cd>": malformed, "a,b@c.de": malformed, `"a"@b.cd`: malformed,
			strings.Repeat("a", 64) + "@b.cd": strings.Repeat("a", 64) + "@b.cd", strings.Repeat("a", 65) + "@b.cd": malformed,
			"a@" + strings.Repeat("b", 64) + ".cd": malformed,
		}},
		{"date", domain.Date, map[string]string{
			"2026-03-27": "2026-03-27", " 2024-02-29 ": "2024-02-29", "1850-01-01": "1850-01-01", "2199-12-31": "2199-12-31",
			"2026-02-29": malformed, "2026-04-31": malformed, "2026-13-01": malformed, "2026-00-10": malformed, "2026-3-27": malformed,
			"27/03/2026": malformed, "2026-03-27T00:00:00Z": malformed, "1849-12-31": malformed, "2200-01-01": malformed, "tomorrow": malformed,
		}},
		{"id", domain.ID, map[string]string{
			"aZ09-_": "aZ09-_", strings.Repeat("a", 64): strings.Repeat("a", 64),
			strings.Repeat("a", 65): malformed, "a b": malformed, "a/b": malformed, "é": malformed, "a'--": malformed,
		}},
		{"sort code", domain.SortCode, map[string]string{
			"309430": "309430", "30-94-30": "309430", " 30 94 30 ": "309430",
			"30943": malformed, "3094301": malformed, "30943O": malformed, "٣٠٩٤٣٠": malformed, "30.94.30": malformed,
		}},
		{"account", domain.Account, map[string]string{
			"00733445": "00733445", "0073 3445": "00733445", "733445": malformed, "007334456": malformed, "0073344x": malformed,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for raw, want := range c.want {
				if got := parsed(c.kind, raw); got != want {
					t.Errorf("%q: %q, want %q", raw, got, want)
				}
			}
		})
	}
}

// TestParseIsCanonical: parsing what was parsed changes nothing.
func TestParseIsCanonical(t *testing.T) {
	t.Parallel()
	for kind, raw := range map[domain.Kind]string{
		domain.Text: " a\tb ", domain.Lines: "a\r\n b", domain.Email: "A@B.CD", domain.Date: " 2026-03-27", domain.ID: "x_1 ",
		domain.NINumber: "ab 12 34 56 c", domain.SortCode: "30-94-30", domain.Account: "0073 3445", domain.Secret: " s ",
	} {
		once := parsed(kind, raw)
		if twice := parsed(kind, once); twice != once || once[0] == '!' {
			t.Errorf("kind %d: %q, then %q", kind, once, twice)
		}
	}
}

// TestLength is counted in characters after trimming, not in bytes.
func TestLength(t *testing.T) {
	t.Parallel()
	f := domain.Field{Name: "n", Label: "Name", Max: 3}
	for raw, ok := range map[string]bool{"żół": true, " abc ": true, "abcd": false, "👩🏽‍⚕️": false, "日本語": true} {
		if _, bad := f.Parse(raw); (bad == nil) != ok {
			t.Errorf("%q: %v", raw, bad)
		}
	}
	if bare := (&domain.Field{}); bare.MaxLength() != 200 {
		t.Errorf("without Max: %d characters, want 200", bare.MaxLength())
	}
}

// TestRefusalsNameTheField: the name as the caller spelt it, the label for a
// person, and never the value.
func TestRefusalsNameTheField(t *testing.T) {
	t.Parallel()
	f := domain.Employees.Columns[domain.Employees.Index("ni_number")].Field
	_, bad := f.Parse("not-a-number-9")
	if bad == nil || bad.Field != "ni_number" || !strings.HasPrefix(bad.Message, "National Insurance number must be") {
		t.Fatalf("%+v", bad)
	}
	if strings.Contains(bad.Message, "not-a") {
		t.Errorf("the message repeats the value: %q", bad.Message)
	}
}
