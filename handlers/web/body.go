package web

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/handlers/pages"
)

const maxBody = 1 << 20

// readBody takes the body of a route that writes, whole and bounded. A file is
// read as it is kept.
func (c *Call) readBody() error {
	if !c.route.mutates() || c.route.file > 0 {
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, c.r.Body, maxBody))
	if err != nil {
		return bodyError(err, maxBody)
	}
	c.body = body
	return c.checkType()
}

func (c *Call) checkType() error {
	if len(c.body) == 0 && c.route.in.Optional() {
		return nil
	}
	want := JSONType
	if c.route.page {
		want = "application/x-www-form-urlencoded"
	}
	got, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil || got != want {
		return &domain.Error{Code: "unsupported-media-type", Message: "Send the body with Content-Type: " + want + "."}
	}
	return nil
}

// Bind checks the body against the route's fields. Who may not use the route
// learns that first.
func (c *Call) Bind() (*domain.Input, error) {
	pairs, err := c.pairs()
	if err != nil {
		return nil, c.AfterCheck(err)
	}
	in, invalid := c.route.in.Bind(pairs, c.route.partial)
	if invalid != nil {
		return in, c.AfterCheck(invalid)
	}
	return in, nil
}

func (c *Call) pairs() ([]domain.Pair, error) {
	if len(c.body) == 0 && c.route.in.Optional() {
		return nil, nil
	}
	if c.route.page {
		return formPairs(string(c.body))
	}
	return jsonPairs(c.body)
}

var errTooMany = domain.Invalid(domain.FieldError{Field: "body", Code: "too-many",
	Message: "The body has too many fields"})

// ErrMalformed refuses a body that is not a JSON object.
var ErrMalformed = domain.Invalid(domain.FieldError{Field: "body", Code: "malformed",
	Message: "The body is not a JSON object"})

// jsonPairs takes the members of a JSON object, in order.
func jsonPairs(body []byte) ([]domain.Pair, error) {
	pairs, ok := domain.PairsOf(body)
	switch {
	case !ok:
		return nil, ErrMalformed
	case len(pairs) > domain.MaxPairs:
		return nil, errTooMany
	}
	return pairs, nil
}

// formPairs takes a form's fields; a date in three boxes (name-day,
// name-month, name-year) becomes one value, and so do boxes to tick.
func formPairs(body string) ([]domain.Pair, error) {
	if strings.Count(body, "&") >= domain.MaxPairs {
		return nil, errTooMany
	}
	values, err := url.ParseQuery(body)
	if err != nil {
		return nil, domain.Invalid(domain.FieldError{Field: "body", Code: "malformed",
			Message: "The form could not be read"})
	}
	joinDates(values)
	joinLists(values)
	var pairs []domain.Pair
	for _, name := range sortedNames(values) {
		for _, v := range values[name] {
			pairs = append(pairs, domain.Pair{Name: name, Value: v, Type: domain.FormText})
		}
	}
	return pairs, nil
}

func sortedNames(values url.Values) (names []string) {
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func joinDates(values url.Values) {
	for name := range values {
		field, ok := strings.CutSuffix(name, "-year")
		if !ok {
			continue
		}
		values.Set(field, joinDate(values.Get(name), values.Get(field+"-month"), values.Get(field+"-day")))
		for _, part := range []string{"-year", "-month", "-day"} {
			values.Del(field + part)
		}
	}
}

// joinLists makes one value of what is ticked, a line each: all that is behind a
// name that pages.ListSuffix stands for, if that is nothing.
func joinLists(values url.Values) {
	for name := range values {
		if field, ok := strings.CutSuffix(name, pages.ListSuffix); ok {
			values.Set(field, strings.Join(values[field], "\n"))
			values.Del(name)
		}
	}
}

// joinDate writes YYYY-MM-DD of what people type, who may name the month;
// nonsense stays nonsense.
func joinDate(year, month, day string) string {
	if strings.TrimSpace(year+month+day) == "" {
		return ""
	}
	return strings.TrimSpace(year) + "-" + twoDigits(monthNumber(month)) + "-" + twoDigits(day)
}

// monthNumber is the number of a month that is named, by three letters or more
// ("mar", "Sept"); any other text stays.
func monthNumber(text string) string {
	name := strings.ToLower(strings.TrimRight(strings.TrimSpace(text), "."))
	for m := time.January; len(name) >= 3 && m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), name) {
			return strconv.Itoa(int(m))
		}
	}
	return text
}

func twoDigits(s string) string {
	s = strings.TrimSpace(s)
	if len(s) == 1 {
		return "0" + s
	}
	return s
}
