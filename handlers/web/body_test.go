package web

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"ringfence/domain"
)

func TestTooDeep(t *testing.T) {
	t.Parallel()
	nested := func(n int, open, closed string) string { return strings.Repeat(open, n) + strings.Repeat(closed, n) }
	for body, want := range map[string]bool{
		"": false, "{}": false, nested(32, "[", "]"): false, nested(33, "[", "]"): true, nested(16, `{"a":[`, "]}"): false, nested(17, `{"a":[`, "]}"): true,
		strings.Repeat("[", 100_000): true, strings.Repeat("[]", 1000): false, `{"a":"` + strings.Repeat("[", 100) + `"}`: false,
		`{"a":"\"` + strings.Repeat("[", 100) + `"}`: false, `{"a":"\\"` + strings.Repeat("[", 100): true, `"` + strings.Repeat("[", 100): false, `"\`: false,
	} {
		if got := domain.TooDeep([]byte(body)); got != want {
			t.Errorf("%.60q: %v", body, got)
		}
	}
}

// FuzzTooDeep: nothing that is JSON and passes is nested deeper.
func FuzzTooDeep(f *testing.F) {
	for _, s := range []string{`{"a":[1,{"b":"]"}]}`, `"\\"`, strings.Repeat("[", 40) + strings.Repeat("]", 40), `["\"[[[",[]]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var v any
		if json.Unmarshal([]byte(s), &v) == nil && depth(v) > domain.MaxDepth != domain.TooDeep([]byte(s)) {
			t.Errorf("%q is %d deep", s, depth(v))
		}
	})
}

func depth(v any) (deepest int) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			deepest = max(deepest, depth(item))
		}
	case map[string]any:
		for _, item := range v {
			deepest = max(deepest, depth(item))
		}
	default:
		return 0
	}
	return deepest + 1
}

func TestJSONPairs(t *testing.T) {
	t.Parallel()
	got, err := jsonPairs([]byte(` {"b":"x\n\u00e9","a":null,"b":"again","n":1,"t":true,"o":{"a":1},"l":["x"],"":""} `))
	want := []domain.Pair{{Name: "b", Value: "x\né"}, {Name: "a", Type: domain.Null}, {Name: "b", Value: "again"},
		{Name: "n", Value: "1", Type: domain.Number}, {Name: "t", Value: "true", Type: domain.Boolean}, {Name: "o", Value: `{"a":1}`, Type: domain.Struct}, {Name: "l", Value: `["x"]`, Type: domain.Array}, {}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := jsonPairs([]byte(`{}`)); err != nil || got != nil {
		t.Errorf("{}: %+v, %v", got, err)
	}
	for _, bad := range []string{
		"", " ", "null", `"x"`, "[]", "1", "{", `{"a"`, `{"a":`, `{"a":}`, `{"a":"x"`, `{"a":"x",}`, `{"a" "x"}`, `{a:"x"}`, `{'a':'x'}`, `{"a":"x"}}`,
		`{"a":"x"} {}`, `{"a":"x"}x`, `{1:"x"}`, `{"a":nul}`, `{"a":"` + "\n" + `"}`, "{\"a\":\"\xff\"}", "\ufeff{}", `{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`,
	} {
		if got, err := jsonPairs([]byte(bad)); err == nil {
			t.Errorf("%q: %+v", bad, got)
		}
	}
}

func TestFormPairs(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"": "", "a=1": "a=1", "a=1&a=2": "a=1 a=2", "a=b%20c+d%26": "a=b c d&", "a": "a=",
		"born-day=7&born-month=3&born-year=2026":   "born=2026-03-07",
		"born-day=+07+&born-month=03&born-year=":   "born=-03-07",
		"born-day=&born-month=&born-year=":         "born=",
		"born-day=x&born-month=March&born-year=26": "born=26-03-0x",
		"born-year=2026":                           "born=2026--",
		"born=1999-01-01&born-year=2026":           "born=2026--", // the boxes are what was shown
		"born-day=7&born-month=3":                  "born-day=7 born-month=3",
	} {
		pairs, err := formPairs(body)
		var got []string
		for _, p := range pairs {
			got = append(got, p.Name+"="+p.Value)
		}
		slices.Sort(got)
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: %q, %v, want %q", body, got, err, want)
		}
	}
	for _, bad := range []string{"a=%", "%zz=1", "a=1;b=2"} {
		if pairs, err := formPairs(bad); err == nil {
			t.Errorf("%q: %+v", bad, pairs)
		}
	}
}
