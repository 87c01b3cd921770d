package web

import (
	"net/http"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/store"
)

// SetVersion sends a record's version as its ETag, for If-Match to name.
func (c *Call) SetVersion(version int64) {
	c.SetHeader("ETag", `"`+strconv.FormatInt(version, 10)+`"`)
}

// Decide decides a change of a record from its input and the version that the
// caller read, 0 if any will do.
type Decide[T any] func(in *domain.Input, version int64) (T, *store.Change, error)

// Edit is the PATCH of a versioned record. It binds the body, reads the
// version that If-Match names (0 without one), has the change decided, makes
// it, and answers with the record as it then stands.
func Edit[T any](c *Call, decide Decide[T], body func(T) (string, error)) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	version, err := c.IfMatch()
	if err != nil {
		return c.AfterCheck(err)
	}
	record, change, err := decide(in, version)
	if err != nil {
		return Precondition(err)
	}
	text, err := body(record)
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: JSONType, Body: text})
}

// Precondition is err; a conflict with the version that If-Match names is a
// precondition that failed.
func Precondition(err error) error {
	if err == domain.ErrConflict {
		return &domain.Error{Code: "precondition-failed", Message: domain.ErrConflict.Message}
	}
	return err
}

// IfMatch is the version that If-Match names; 0 without one.
func (c *Call) IfMatch() (int64, error) {
	tag := c.r.Header.Get("If-Match")
	if tag == "" || tag == "*" {
		return 0, nil
	}
	version, err := strconv.ParseInt(strings.Trim(tag, `"`), 10, 64)
	if err != nil || version < 1 {
		return 0, domain.Invalid(domain.FieldError{Field: "If-Match", Code: "malformed",
			Message: "If-Match must be an ETag that was given out"})
	}
	return version, nil
}

// RecordJSON writes a record as the role may see it: what it may not is
// absent.
func RecordJSON(o *domain.Object, t *domain.Table, r domain.Record, role domain.Role) *domain.Object {
	o.Text("id", r.ID)
	for i := range t.Columns {
		switch c := &t.Columns[i]; {
		case !c.ReadableBy(role, r.Own):
		case c.Kind.Plain():
			o.TextOrNull(c.Name, r.Values[i])
		default:
			o.Raw(c.Name, c.Kind.JSON(r.Values[i]))
		}
	}
	return o.Int("version", r.Version).Text("created_at", Timestamp(r.CreatedAt)).
		Text("updated_at", Timestamp(r.UpdatedAt))
}
