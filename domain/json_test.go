package domain_test

import (
	"encoding/json"
	"strings"
	"testing"

	"ringfence/domain"
)

// FuzzAppendJSON holds the writer to encoding/json's reader: the text comes
// back, with U+FFFD for bytes that are not UTF-8, and may stand in a page.
func FuzzAppendJSON(f *testing.F) {
	for _, s := range []string{"", "plain", `"\` + "\x00\x1f\x7f\n", "é\u2028\U0001F600", "\xff\xc3", "a\xed\xa0\x80z", "<script>&amp;", "\ufffd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		written := string(domain.AppendJSON([]byte("x"), s))[1:]
		var got string
		if err := json.Unmarshal([]byte(written), &got); err != nil {
			t.Fatalf("%q: %s: %v", s, written, err)
		}
		if want := string([]rune(s)); got != want {
			t.Errorf("%q came back as %q", s, got)
		}
		if strings.ContainsAny(written, "<>&\x7f\n") {
			t.Errorf("%q: %s may not stand in a page", s, written)
		}
	})
}

func TestObject(t *testing.T) {
	t.Parallel()
	o := domain.Object{}
	if !o.Empty() || o.String() != "{}" {
		t.Errorf("empty: %s", o.String())
	}
	o.Text("a", `"`).TextOrNull("b", "").TextOrNull("c", "x").Int("d", -1<<53).Bool("e", true).Raw("f", `[1]`).
		Texts("g", nil).Texts("h", []string{"1", "2"})
	const want = `{"a":"\"","b":null,"c":"x","d":-9007199254740992,"e":true,"f":[1],"g":[],"h":["1","2"]}`
	if o.Empty() || o.String() != want {
		t.Errorf("%s, want %s", o.String(), want)
	}
	if !json.Valid([]byte(o.String())) {
		t.Error("not JSON")
	}
}
