package domain_test

import (
	"strings"
	"testing"

	"ringfence/domain"
)

// parsed is what a value of a kind becomes: its canonical form, or the code
// of the refusal after a "!".
func parsed(kind *domain.Kind, raw string) string {
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
		kind *domain.Kind
		want map[string]string // raw → canonical, or "!" and a code
	}{
		{"text", domain.Text, map[string]string{
			"": "", " \t ": "", " a  b ": "a  b", "a\nb\tc": "a b c", "a\x00b": malformed, "a\x1bb": malformed, "a\u0085b": malformed, "a\x7fb": malformed,
			"a\xffb": malformed, "a\u202eb": malformed, "a\ufffdb": malformed, "\b": malformed, "Zoë O’Neill": "Zoë O’Neill", "\u00a0x\u2003": "x",
		}},
		{"lines", domain.Lines, map[string]string{
			"1 Hill Rd\r\nBath\n": "1 Hill Rd\nBath", "a\tb\nc": "a b\nc", "a\x07b": malformed, "\n\n": "",
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
		{"integer", domain.Integer, map[string]string{
			"0": "0", " 12 ": "12", "1,250": "1250", "-3": "-3", "9007199254740991": "9007199254740991",
			"1.5": malformed, "1e3": malformed, "x": malformed, "9007199254740992": malformed, "0x10": malformed,
		}},
		{"instant", domain.Instant, map[string]string{
			"2026-03-27T09:30:00Z": "1774603800000", "2026-03-27T10:30:00+01:00": "1774603800000", "2026-03-27T09:30": "1774603800000",
			"2026-03-27": malformed, "1969-12-31T00:00:00Z": malformed, "now": malformed,
		}},
		{"month", domain.Month, map[string]string{"2026-03": "2026-03", "2026-13": malformed, "2026-3": malformed, "2026-03-01": malformed}},
		{"phone", domain.Phone, map[string]string{
			"01632 960 001": "+441632960001", "(01632) 960-001": "+441632960001", "+44 (0)20 7946 0018": "+442079460018", "0044 20 7946 0018": "+442079460018",
			"+353 1 496 0123": "+35314960123", "999": malformed, "01632": malformed, "+44 0163": malformed, "1632960001": malformed, "+0123456789": malformed, "call me": malformed,
		}},
		{"url", domain.URL, map[string]string{
			"https://www.england.nhs.uk/a?b=c#d": "https://www.england.nhs.uk/a?b=c#d", "http://www.nhs.uk": malformed, "javascript:alert(1)": malformed,
			"https://user:pw@nhs.uk/": malformed, "https://": malformed, "https://-a.uk": malformed, "https://nhs.uk/a b": malformed, "www.nhs.uk": malformed,
		}},
		{"list", domain.List, map[string]string{
			`["a","b"]`: `["a","b"]`, "a\n\n b ": `["a","b"]`, `[]`: "", `["a",1]`: malformed, `{"a":1}`: `["{\"a\":1}"]`, `["\u0007"]`: malformed,
			"[" + strings.Repeat(`"a",`, 100) + `"a"]`: malformed,
		}},
		{"rows", dayRows, map[string]string{
			`[{"minutes":30,"day":" 2026-03-27 "},{"day":"2026-03-28"}]`: `[{"day":"2026-03-27","minutes":30},{"day":"2026-03-28","minutes":null}]`,
			`[{"minutes":30}]`: malformed, `[{"day":"2026-03-27","minutes":"30"}]`: malformed, `[{"day":"2026-03-27","x":1}]`: malformed, `[1]`: malformed, `{}`: malformed, `[]`: "",
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
	for kind, raw := range map[*domain.Kind]string{
		domain.Text: " a\tb ", domain.Lines: "a\r\n b", domain.Email: "A@B.CD", domain.Date: " 2026-03-27", domain.ID: "x_1 ",
		domain.NINumber: "ab 12 34 56 c", domain.SortCode: "30-94-30", domain.Account: "0073 3445", domain.Secret: " s ",
	} {
		once := parsed(kind, raw)
		if twice := parsed(kind, once); twice != once || once[0] == '!' {
			t.Errorf("%+v: %q, then %q", kind, once, twice)
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

// TestDisplay is what a reader sees, and JSON what a program does.
func TestDisplay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind                 *domain.Kind
		value, display, json string
	}{
		{nil, `a"b`, `a"b`, `"a\"b"`},
		{nil, "", "", "null"},
		{domain.Date, "2026-03-27", "27 March 2026", `"2026-03-27"`},
		{domain.Month, "2026-03", "March 2026", `"2026-03"`},
		{domain.Instant, "1774603800000", "27 March 2026, 09:30", `"2026-03-27T09:30:00.000Z"`},
		{domain.Instant, "1782891000000", "1 July 2026, 08:30", `"2026-07-01T07:30:00.000Z"`},
		{domain.Bool, "true", "Yes", "true"},
		{domain.Bool, "false", "No", "false"},
		{domain.Integer, "1250", "1250", "1250"},
		{domain.Pence, "123450", "£1,234.50", "123450"},
		{domain.Pence, "-5", "−£0.05", "-5"},
		{domain.Pence, "123456789", "£1,234,567.89", "123456789"},
		{domain.Minutes, "450", "7 h 30 min", "450"},
		{domain.Minutes, "60", "1 h", "60"},
		{domain.Minutes, "5", "5 min", "5"},
		{dayRows, `[{"day":"2026-03-27","minutes":30},{"day":"2026-03-28","minutes":null}]`, "27 March 2026, 30 min\n28 March 2026",
			`[{"day":"2026-03-27","minutes":30},{"day":"2026-03-28","minutes":null}]`},
		{domain.List, `["a","b"]`, "a\nb", `["a","b"]`},
		{domain.List, "", "", "[]"},
	} {
		if display, json := c.kind.Display(c.value), c.kind.JSON(c.value); display != c.display || json != c.json {
			t.Errorf("%q: %q, %s; want %q, %s", c.value, display, json, c.display, c.json)
		}
	}
}

var dayRows = domain.RowsOf(domain.Field{Name: "day", Label: "Day", Kind: domain.Date, Required: true}, domain.Field{Name: "minutes", Label: "Minutes", Kind: domain.Minutes})

// TestTypedMinutes: hours as people type them, and as a form gives them back.
func TestTypedMinutes(t *testing.T) {
	t.Parallel()
	f := domain.Fields{{Name: "x", Label: "Monday", Kind: domain.Minutes}}
	for typed, want := range map[string]string{"7:30": "450", "7.5": "450", "7": "420", "7.25": "435", "7.33": "440", "0:05": "5", "0": "0", "100:00": "6000", "7.": "420",
		"7:5": "", "7:60": "", "7:300": "", "7.333": "", ":30": "", ".5": "", "-1": "", "7h": "", "1,5": "", "1234567": ""} {
		in, refused := f.Bind([]domain.Pair{{Name: "x", Value: typed, Type: domain.FormText}}, false)
		if in.Get("x") != want || (refused == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", typed, in.Get("x"), refused, want)
		}
		if edit := domain.Minutes.Edit(want); want == "450" && edit != "7:30" || want == "5" && edit != "0:05" {
			t.Errorf("%q is given back as %q", typed, edit)
		}
	}
}

// TestHints: what a form gives as an example, it takes.
func TestHints(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, table := range domain.Tables {
		for i := range table.Columns {
			c := &table.Columns[i]
			_, example, ok := strings.Cut(c.Hint, "For example, ")
			if !ok {
				continue
			}
			seen++
			if _, err := c.Parse(example); err != nil {
				t.Errorf("%s.%s: %q is refused: %s", table.Name, c.Name, example, err.Message)
			}
		}
	}
	if seen == 0 {
		t.Error("no hint was found")
	}
}

// TestMistyped: a form says what people type, a program what it sends.
func TestMistyped(t *testing.T) {
	t.Parallel()
	fields := domain.Fields{{Name: "day", Label: "Day", Kind: domain.Date}}
	for kind, want := range map[domain.PairType]string{domain.FormText: "Day must be a real date, like 27 3 2026", domain.String: "Day must be a real date, like 2026-03-27"} {
		_, err := fields.Bind([]domain.Pair{{Name: "day", Value: "2026-02-30", Type: kind}}, false)
		if err == nil || err.Fields[0].Message != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestTypedPounds: what people type of money, and what a form shows of it is taken again.
func TestTypedPounds(t *testing.T) {
	t.Parallel()
	fields := domain.Fields{{Name: "tax", Label: "Tax", Kind: domain.Pence}}
	for typed, want := range map[string]string{"1,234.5": "123450", "£12": "1200", "-12.05": "-1205", "−£5": "-500", "-0": "0",
		"--5": "", "+5": "500", "5.001": "", "-": "", "5-": "", ".50": "", "90071992547409.92": ""} {
		in, err := fields.Bind([]domain.Pair{{Name: "tax", Value: typed, Type: domain.FormText}}, false)
		if err != nil && want != "" || err == nil && in.Get("tax") != want {
			t.Errorf("%q: %v", typed, err)
		}
		if again, err := fields.Bind([]domain.Pair{{Name: "tax", Value: domain.Pence.Edit(want), Type: domain.FormText}}, false); err != nil || again.Get("tax") != want {
			t.Errorf("%q is not taken again", domain.Pence.Edit(want))
		}
	}
}
