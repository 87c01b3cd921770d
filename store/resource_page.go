package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// What the pages need beside the records, each in one round trip.

// Option is a record to choose, or a value to narrow a list by.
type Option struct{ Value, Label string }

// ListPage is a page of records with the values that its filters offer.
type ListPage struct {
	List
	Choices map[string][]Option // by column
}

// View is one record with the names of what it names and, for those who may
// read the ledger, its latest entries.
type View struct {
	Record  domain.Record
	History []AuditLine
}

const (
	historyShown = 9
	mostOffered  = 20 // to choose from: where there are more, they are looked for by name
)

// ListPage reads a page of records, how many there are in all, and what its
// filters can choose from.
func (t *Tenant) ListPage(ctx context.Context, r *domain.Resource, f Filter) (ListPage, error) {
	f.Named, f.Count = true, true
	page := ListPage{Choices: map[string][]Option{}}
	var asked []string
	list, rows, err := t.gate.List(ctx, r, f, func(a *Access) (queries []tenantdb.Query) {
		asked = nil
		for _, name := range r.Filters {
			c := &r.Columns[r.Index(name)]
			switch {
			case c.Of != "":
				p := Pick{Keep: f.Value(name), Most: mostOffered + 1}
				queries, asked = append(queries, tenantdb.Within(r, c, a, r.Read, p)), append(asked, name)
			case c.Kind.Is(domain.Text), c.Kind == domain.Month:
				queries, asked = append(queries, tenantdb.Distinct(r, c, a)), append(asked, name)
			}
		}
		return queries
	})
	page.List = list
	for i, name := range asked {
		if err == nil && r.Columns[r.Index(name)].Of != "" {
			page.Choices[name] = choicesOf(rows[i], false).Options
		} else if err == nil {
			page.Choices[name] = optionsOf(rows[i])
		}
	}
	return page, err
}

// View reads one record, and does other readings beside it. Error: domain.ErrNotFound.
func (t *Tenant) View(ctx context.Context, r *domain.Resource, id string, more ...Reading) (v View, err error) {
	b := beside{more: more}
	rec, rows, err := t.gate.Get(ctx, r, id, true, b.ask, func(a *Access) []tenantdb.Query {
		if !a.User.Role.Administers() {
			return nil
		}
		return []tenantdb.Query{AuditFilter{Entity: r.Entity, EntityID: id, Limit: historyShown}.query(t.gate.AboutSQL())}
	})
	v.Record = rec
	if err == nil {
		rows, err = b.take(rows)
	}
	if err == nil && len(rows) > 0 {
		v.History = t.auditLines(AuditFilter{}, rows[0])
	}
	return v, err
}

// Choices are what a column of a form offers. More says that there is more than
// can be offered: all that stands there was chosen before, or matches the words
// that were looked for.
type Choices struct {
	Options  []Option
	More     bool
	Searched bool // words were looked for
}

// Pick narrows what a column offers.
type Pick = tenantdb.Pick

// Form reads one record, or an empty one for id "", and what its columns can
// choose from, each as it is narrowed, and does other readings beside it. Error:
// domain.ErrNotFound.
func (t *Tenant) Form(ctx context.Context, r *domain.Resource, id string, picks map[string]Pick, more ...Reading) (domain.Record, map[string]Choices, error) {
	var columns []string
	b := beside{more: more}
	build := func(a *Access) (queries []tenantdb.Query) {
		queries, columns = b.ask(a), nil
		for i := range r.Columns {
			if c := &r.Columns[i]; c.Of != "" && c.Writers != domain.NoRole {
				p := picks[c.Name]
				p.Of, p.Most = id, mostOffered+1
				queries, columns = append(queries, tenantdb.Within(r, c, a, r.Create, p)), append(columns, c.Name)
			}
		}
		return queries
	}
	rec := domain.Record{Values: make([]string, len(r.Columns))}
	var rows []db.Rows
	var err error
	if id == "" {
		rows, err = t.gate.Read(ctx, build)
	} else {
		rec, rows, err = t.gate.Get(ctx, r, id, false, build)
	}
	choices := map[string]Choices{}
	if err == nil {
		rows, err = b.take(rows)
	}
	for i, name := range columns {
		if err == nil {
			choices[name] = choicesOf(rows[i], picks[name].Words != "")
		}
	}
	return rec, choices, err
}

func choicesOf(rows db.Rows, searched bool) (c Choices) {
	c.More, c.Searched = len(rows) > mostOffered, searched
	for i, row := range rows {
		if chosen := row[2].Bool(); chosen || !c.More || searched && i < mostOffered {
			c.Options = append(c.Options, Option{Value: row[0].S, Label: row[1].S})
		}
	}
	return c
}

func optionsOf(rows db.Rows) []Option {
	list := make([]Option, len(rows))
	for i, row := range rows {
		list[i] = Option{Value: row[0].S, Label: row[1].S}
	}
	return list
}
