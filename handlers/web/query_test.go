package web

import (
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"ringfence/domain"
)

var ledgerParams = append([]Param{TextParam("actor", "Who"), TimeParam("from", "Not before"), TimeParam("to", "Before")}, PageParams...)

// asked reads a query of the ledger's parameters, and a number of it if any.
func asked(raw string, read func(*Query) any) (any, string) {
	c := &Call{r: httptest.NewRequest("GET", "/", nil), route: &Route{query: ledgerParams}}
	c.r.URL.RawQuery = raw
	q := c.Query()
	value := read(q)
	var refusal *domain.Error
	if errors.As(q.Err(), &refusal) {
		return nil, refusal.Fields[0].Field + " " + refusal.Fields[0].Code
	}
	return value, ""
}

func TestQuery(t *testing.T) {
	t.Parallel()
	limit := func(q *Query) any { return q.Limit() }
	cursor := func(q *Query) any { return q.Number("cursor") }
	actor := func(q *Query) any { return q.Text("actor") }
	from := func(q *Query) any { return q.Time("from", false) }
	to := func(q *Query) any { return q.Time("to", true) }
	day := time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC).UnixMilli()
	for _, c := range []struct {
		raw  string
		read func(*Query) any
		want any
		bad  string
	}{
		{"", limit, 50, ""}, {"limit=1", limit, 1, ""}, {"limit=200", limit, 200, ""},
		{"limit=0", limit, nil, "limit out-of-range"}, {"limit=201", limit, nil, "limit out-of-range"}, {"limit=-1", limit, nil, "limit out-of-range"},
		{"limit=x", limit, nil, "limit out-of-range"}, {"limit=1.5", limit, nil, "limit out-of-range"}, {"limit=99999999999999999999", limit, nil, "limit out-of-range"},
		{"", cursor, int64(0), ""}, {"cursor=9007199254740991", cursor, int64(1<<53 - 1), ""},
		{"cursor=9007199254740992", cursor, nil, "cursor malformed"}, {"cursor=0", cursor, nil, "cursor malformed"}, {"cursor=x", cursor, nil, "cursor malformed"},
		{"actor=+a%2Bb+", actor, "a+b", ""}, {"actor=" + strings.Repeat("x", 200), actor, strings.Repeat("x", 200), ""},
		{"actor=" + strings.Repeat("x", 201), actor, nil, "actor too-long"},
		{"actor=%00", actor, nil, "actor malformed"}, {"actor=%ff", actor, nil, "actor malformed"},
		{"", from, int64(0), ""}, {"from=2026-03-28", from, day, ""}, {"to=2026-03-27", to, day, ""}, {"to=2026-03-28T00:00:00Z", to, day, ""},
		{"from=" + url.QueryEscape("2026-03-28T01:00:00+01:00"), from, day, ""}, {"from=2026-03-28T00:00:00.5Z", from, day + 500, ""},
		{"from=2026-02-29", from, nil, "from malformed"}, {"from=yesterday", from, nil, "from malformed"}, {"from=28/03/2026", from, nil, "from malformed"},
		{"from=1960-01-01T00:00:00Z", from, nil, "from malformed"}, {"from=0001-01-01", from, nil, "from malformed"},
		{"page=2", limit, nil, "page unknown"}, {"limit=1&limit=2", limit, nil, "limit duplicate"}, {"a=%", limit, nil, "query malformed"}, {"a;b", limit, nil, "query malformed"},
	} {
		if got, bad := asked(c.raw, c.read); got != c.want || bad != c.bad {
			t.Errorf("%.60q: %v, %q, want %v, %q", c.raw, got, bad, c.want, c.bad)
		}
	}
}

// TestQueryNamesEverything that is bad, at once.
func TestQueryNamesEverything(t *testing.T) {
	t.Parallel()
	c := &Call{r: httptest.NewRequest("GET", "/?limit=x&from=y&z=1", nil), route: &Route{query: ledgerParams}}
	q := c.Query()
	q.Limit()
	q.Time("from", false)
	err := q.Err()
	var refusal *domain.Error
	if !errors.As(err, &refusal) || len(refusal.Fields) != 3 || refusal.Code != "invalid-request" {
		t.Errorf("%+v", err)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	write := func(o *domain.Object, s string) { o.Text("is", s) }
	cursor := func(s string) string { return "after " + s }
	for _, c := range []struct {
		items []string
		want  string
	}{
		{nil, `{"items":[],"next":null}`},
		{[]string{"a", "b"}, `{"items":[{"is":"a"},{"is":"b"}],"next":null}`},
		{[]string{"a", "b", "c"}, `{"items":[{"is":"a"},{"is":"b"}],"next":"after b"}`},
	} {
		if got := string(List(c.items, 2, cursor, write)); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestTimestamp(t *testing.T) {
	t.Parallel()
	if got := Timestamp(1_766_000_000_007); got != "2025-12-17T19:33:20.007Z" {
		t.Error(got)
	}
}
