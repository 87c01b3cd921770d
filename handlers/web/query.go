package web

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"ringfence/domain"
)

// Param is a query parameter of a route.
type Param struct {
	name, about string
	kind        paramKind
}

// TextParam is a parameter of one line of text.
func TextParam(name, about string) Param { return Param{name, about, textParam} }

// IntParam is a parameter that is a number.
func IntParam(name, about string) Param { return Param{name, about, intParam} }

// TimeParam is a parameter that is an RFC 3339 time or a date.
func TimeParam(name, about string) Param { return Param{name, about, timeParam} }

type paramKind uint8

const (
	textParam paramKind = iota
	intParam
	timeParam
)

const (
	defaultLimit = 50
	maxLimit     = 200
	maxParam     = 200 // characters
)

// PageParams are those of every list.
var PageParams = []Param{
	IntParam("limit", "At most this many items (1 to 200, default 50)"),
	TextParam("cursor", "The next of the page before"),
}

// Query reads the query parameters, naming every bad one.
type Query struct {
	values url.Values
	bad    []domain.FieldError
}

// Query checks that the parameters are the route's own, each given once.
func (c *Call) Query() *Query {
	q := &Query{}
	if strings.Count(c.r.URL.RawQuery, "&") >= domain.MaxPairs {
		q.Refuse("query", "too-many", "The query has too many parameters")
		return q
	}
	values, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		q.Refuse("query", "malformed", "The query could not be read")
	}
	q.values = values
	for name, list := range values {
		if !c.route.takes(name) {
			q.Refuse(domain.Clip(name), "unknown", "Unknown parameter \""+domain.Clip(name)+"\"")
		} else if len(list) > 1 {
			q.Refuse(name, "duplicate", name+" is given twice")
		}
	}
	return q
}

func (r *Route) takes(name string) bool {
	for _, p := range r.query {
		if p.name == name {
			return true
		}
	}
	return false
}

// Refuse adds a parameter that is bad.
func (q *Query) Refuse(field, code, message string) {
	q.bad = append(q.bad, domain.FieldError{Field: field, Code: code, Message: message})
}

// Text is a parameter as one line of text; "" when it is not given.
func (q *Query) Text(name string) string {
	v := strings.TrimSpace(q.values.Get(name))
	if len(v) > maxParam {
		q.Refuse(name, "too-long", name+" must be shorter")
	}
	if !storable(v) {
		q.Refuse(name, "malformed", name+" must be text")
	}
	return v
}

// storable: a database takes no other text.
func storable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// Limit is how many items a page of a list may have.
func (q *Query) Limit() int {
	v := q.values.Get("limit")
	if v == "" {
		return defaultLimit
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > maxLimit {
		q.Refuse("limit", "out-of-range", "limit must be 1 to 200")
	}
	return n
}

// Number reads a cursor that is a number; 0 when it is not given.
func (q *Query) Number(name string) int64 {
	v := q.values.Get(name)
	if v == "" {
		return 0
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 1 || n >= 1<<53 {
		q.Refuse(name, "malformed", name+" is not one that was given out")
	}
	return n
}

// Time reads an RFC 3339 time or a date (its beginning in UTC, or the next
// day's for an end) as Unix milliseconds; 0 when it is not given.
func (q *Query) Time(name string, end bool) int64 {
	v := q.values.Get(name)
	if v == "" {
		return 0
	}
	t, err := time.Parse(time.DateOnly, v)
	if err == nil && end {
		t = t.AddDate(0, 0, 1)
	}
	if err != nil {
		t, err = time.Parse(time.RFC3339, v)
	}
	if err != nil || t.Year() < 1970 || t.Year() > 9999 {
		q.Refuse(name, "malformed", name+" must be a time like 2026-11-22T09:00:00Z or a date")
	}
	return t.UnixMilli()
}

// Day reads a date, which is the organisation's: its beginning, or the next
// day's for an end, as Unix milliseconds; 0 when it is not given.
func (q *Query) Day(name string, end bool) int64 {
	v := q.values.Get(name)
	if v == "" {
		return 0
	}
	ms, ok := domain.StartOfDay(v)
	if !ok {
		q.Refuse(name, "malformed", name+" must be a date like 2026-11-22")
	}
	if end {
		ms = domain.FromLocal(domain.Local(ms).AddDate(0, 0, 1))
	}
	return ms
}

// Narrowed is the address's query as far as it has some of the parameters, with
// "?" before it, or "".
func (c *Call) Narrowed(params []Param) string {
	asked, kept := c.r.URL.Query(), url.Values{}
	for _, p := range params {
		if asked.Get(p.name) != "" {
			kept.Set(p.name, asked.Get(p.name))
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return "?" + kept.Encode()
}

// Err is the refusal of what was bad.
func (q *Query) Err() error {
	if q.bad == nil {
		return nil
	}
	return domain.Invalid(q.bad...)
}

// Timestamp is a time as it is sent: RFC 3339, UTC, to the millisecond
// (2006-01-02T15:04:05.000Z). A list writes a hundred: digits by hand cost a
// fifth of time.Format.
func Timestamp(ms int64) string {
	t := time.UnixMilli(ms).UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	b := make([]byte, 0, 24)
	b = append(digits(b, year, 4), '-')
	b = append(digits(b, int(month), 2), '-')
	b = append(digits(b, day, 2), 'T')
	b = append(digits(b, hour, 2), ':')
	b = append(digits(b, minute, 2), ':')
	b = append(digits(b, second, 2), '.')
	return string(append(digits(b, t.Nanosecond()/1_000_000, 3), 'Z'))
}

// digits appends n in at least width digits.
func digits(b []byte, n, width int) []byte {
	for unit := pow10[width-1]; unit > 0; unit /= 10 {
		b = append(b, byte('0'+n/unit%10))
	}
	return b
}

var pow10 = [...]int{1, 10, 100, 1000}

// List writes a list's answer: at most limit of the items, and the cursor of
// the next page if there are more.
func List[T any](items []T, limit int, cursor func(T) string, write func(*domain.Object, T)) []byte {
	next := ""
	if len(items) > limit {
		items = items[:limit]
		next = cursor(items[limit-1])
	}
	o := domain.Object{}
	o.List("items", len(items), func(i int, item *domain.Object) { write(item, items[i]) })
	return o.TextOrNull("next", next).Bytes()
}
