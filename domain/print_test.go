package domain_test

import (
	"math"
	"testing"

	"ringfence/domain"
)

type printed struct {
	n    int64
	want string
}

// prints checks one way of writing a number.
func prints(t *testing.T, name string, write func(int64) string, cases []printed) {
	t.Helper()
	for _, c := range cases {
		if got := write(c.n); got != c.want {
			t.Errorf("%s(%d): %q, want %q", name, c.n, got, c.want)
		}
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	prints(t, "Count", domain.Count, []printed{
		{0, "0"}, {7, "7"}, {-7, "−7"}, {999, "999"}, {1000, "1,000"}, {-1000, "−1,000"},
		{12345, "12,345"}, {123456, "123,456"}, {1234567, "1,234,567"},
		{math.MaxInt64, "9,223,372,036,854,775,807"},
		{math.MinInt64, "−9,223,372,036,854,775,808"},
	})
}

func TestPounds(t *testing.T) {
	t.Parallel()
	prints(t, "Pounds", domain.Pounds, []printed{
		{0, "£0.00"}, {5, "£0.05"}, {-5, "−£0.05"}, {50, "£0.50"}, {99, "£0.99"}, {100, "£1.00"},
		{123450, "£1,234.50"}, {-123450, "−£1,234.50"}, {100000000, "£1,000,000.00"},
		{math.MaxInt64, "£92,233,720,368,547,758.07"},
		{math.MinInt64, "−£92,233,720,368,547,758.08"},
	})
}

func TestHours(t *testing.T) {
	t.Parallel()
	prints(t, "Hours", domain.Hours, []printed{
		{0, "0 min"}, {1, "1 min"}, {45, "45 min"}, {59, "59 min"}, {60, "1 h"}, {61, "1 h 1 min"},
		{450, "7 h 30 min"}, {480, "8 h"}, {-75, "−1 h 15 min"}, {-30, "−30 min"}, {100050, "1,667 h 30 min"},
		{math.MinInt64, "−153,722,867,280,912,930 h 8 min"},
	})
}

func TestPlural(t *testing.T) {
	t.Parallel()
	write := func(n int64) string { return domain.Plural(n, "entry", "entries") }
	prints(t, "Plural", write, []printed{
		{0, "0 entries"}, {1, "1 entry"}, {2, "2 entries"}, {-1, "−1 entries"}, {1001, "1,001 entries"},
	})
}

func TestList(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words []string
		want  string
	}{
		{nil, ""},
		{[]string{"a"}, "a"},
		{[]string{"a", "b"}, "a and b"},
		{[]string{"a", "b", "c"}, "a, b and c"},
		{[]string{"salt and pepper", "", "vinegar"}, "salt and pepper,  and vinegar"},
	} {
		if got := domain.JoinWords(c.words...); got != c.want {
			t.Errorf("List(%q): %q, want %q", c.words, got, c.want)
		}
	}
}

func TestCapital(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", "a": "A", "staff record": "Staff record", "Staff": "Staff", "éclair": "éclair", "1st": "1st", "z": "Z", "{": "{"} {
		if got := domain.Capital(text); got != want {
			t.Errorf("%q is %q", text, got)
		}
	}
}
