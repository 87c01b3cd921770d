package record

import (
	"net/http"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// list answers GET of the resource.
func (r resource) list(c *web.Call) error {
	f, err := r.filter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Tenant().List(c.Context(), r.Resource, f)
	if err != nil {
		return err
	}
	role := c.Tenant().Access().User.Role
	return c.JSON(http.StatusOK, web.List(list.Records, f.Limit, recordID, func(o *domain.Object, rec domain.Record) {
		web.RecordJSON(o, r.Table, rec, role)
	}))
}

func recordID(rec domain.Record) string { return rec.ID }

// filter reads what narrows, sorts and pages a list.
func (r resource) filter(c *web.Call) (store.Filter, error) {
	q := c.Query()
	f := r.filterOf(q)
	return f, q.Err()
}

func (r resource) filterOf(q *web.Query) store.Filter {
	f := store.Filter{Text: q.Text("q"), Sort: q.Text("sort"), After: q.Text("cursor"), Before: q.Text("before"), Limit: q.Limit(), From: q.Text("from"), To: q.Text("to")}
	if f.Sort != "" && !slices.Contains(r.Sorts, strings.TrimPrefix(f.Sort, "-")) {
		q.Refuse("sort", "unknown", "sort must be one of "+strings.Join(r.Sorts, ", "))
	}
	for _, name := range r.Filters {
		if value := q.Text(name); value != "" {
			f.Where = append(f.Where, [2]string{name, value})
		}
	}
	for _, c := range r.indexed() {
		value, bad := c.Parse(q.Text(c.Name))
		if bad != nil {
			q.Refuse(bad.Field, bad.Code, bad.Message)
		} else if value != "" {
			f.Exact = append(f.Exact, [2]string{c.Name, value})
		}
	}
	return f
}

// indexed are the sealed columns that a list can be narrowed by: of the JSON
// list alone, since a page's address stands in the browser's history and in what
// the page leads to.
func (r resource) indexed() (list []*domain.Column) {
	for i := range r.Columns {
		if r.Columns[i].Indexed {
			list = append(list, &r.Columns[i])
		}
	}
	return list
}

// get answers GET of one record.
func (r resource) get(c *web.Call) error {
	rec, err := c.Tenant().Get(c.Context(), r.Resource, c.PathValue("id"))
	if err != nil {
		return err
	}
	c.SetVersion(rec.Version)
	return c.JSON(http.StatusOK, []byte(r.text(c, rec)))
}

// add answers POST of the resource.
func (r resource) add(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	rec, change, err := c.Tenant().Create(c.Context(), r.Resource, r.Values(in))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusCreated, Location: r.Path + "/" + rec.ID, Type: web.JSONType, Body: r.text(c, rec)})
}

// edit answers PATCH of one record.
func (r resource) edit(c *web.Call) error {
	decide := func(in *domain.Input, version int64) (domain.Record, *store.Change, error) {
		return c.Tenant().Edit(c.Context(), r.Resource, c.PathValue("id"), version, r.given(in))
	}
	return web.Edit(c, decide, func(rec domain.Record) (string, error) { return r.text(c, rec), nil })
}

// given are the columns that an input names.
func (r resource) given(in *domain.Input) map[string]string {
	given := map[string]string{}
	for _, f := range r.EditInput() {
		if in.Has(f.Name) {
			given[f.Name] = in.Get(f.Name)
		}
	}
	return given
}

// text is the record as it now stands, as the caller may see it.
func (r resource) text(c *web.Call, rec domain.Record) string {
	return web.RecordJSON(&domain.Object{}, r.Table, rec, c.Tenant().Access().User.Role).String()
}

// move is a move of a resource.
type move struct {
	resource
	*domain.Move
}

// json answers POST of a move.
func (m move) json(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	rec, change, err := c.Tenant().Move(c.Context(), m.Resource, m.Move, c.PathValue("id"), in.Get("reason"))
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: m.text(c, rec)})
}
