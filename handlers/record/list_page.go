package record

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// listPage answers GET of the list's page.
func (r resource) listPage(c *web.Call) error {
	f, err := r.filter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Tenant().ListPage(c.Context(), r.Resource, f)
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := ListPage{Shell: c.Shell(r.Many, access), Action: r.Page, Submit: "Search", Filters: r.filterFields(f, list.Choices), Filtered: filtered(f),
		Count: r.count(list.Total), Columns: r.headings(), Sorts: r.sorts(c, f), Adds: r.Adds, Nothing: r.nothing(filtered(f))}
	page.Leads = r.leads(access.User.Role)
	page.Export = r.Page + "/export.csv" + c.Narrowed(r.exportParams())
	if access.User.Role != 0 && r.Create.Roles().Has(access.User.Role) {
		page.AddHref = r.Page + "/new"
	}
	records, leads := web.PagedBothWays(c, list.Records, f.Limit, recordID)
	page.Rows, page.Pages = r.rows(c, records), leads
	return c.Render(http.StatusOK, List(page))
}

// leads are the pages that the list leads its reader to.
func (r resource) leads(role domain.Role) (list []pages.Link) {
	if r.Imports && r.Create.Roles().Has(role) {
		list = append(list, pages.Link{Label: "Import from a CSV file", Href: r.Page + "/import"})
	}
	if r.finders().Has(role) {
		list = append(list, pages.Link{Label: "Find by " + r.indexedLabels(), Href: r.Page + "/find"})
	}
	for _, l := range r.Leads {
		if l.Roles.Has(role) {
			list = append(list, pages.Link{Label: l.Label, Href: l.Href})
		}
	}
	return list
}

func filtered(f store.Filter) bool { return f.Text+f.From+f.To != "" || f.Where != nil }

func (r resource) count(n int64) string {
	if n == 1 {
		return "1 " + r.One
	}
	return domain.Count(n) + " " + strings.ToLower(r.Many)
}

func (r resource) nothing(filtered bool) string {
	if filtered {
		return "No " + strings.ToLower(r.Many) + " match your search. Check the spelling or change the filters."
	}
	return "There are no " + strings.ToLower(r.Many) + " yet that you can see."
}

// headings are those of the list: what a record is called, its columns, and
// its state where it has one.
func (r resource) headings() []string {
	list := []string{"Name"}
	for _, name := range r.Columned {
		list = append(list, r.Columns[r.Index(name)].Label)
	}
	return list
}

// sorts lead from each heading to the list in its order, or the other way round.
func (r resource) sorts(c *web.Call, f store.Filter) []pages.Sort {
	narrowed := c.Narrowed(r.exportParams())
	list := []pages.Sort{{Href: r.Page + narrowed}}
	switch {
	case f.Sort == "" && r.Latest:
		list[0].Order = "descending"
	case f.Sort == "":
		list[0].Order = "ascending"
	}
	with := "?"
	if narrowed != "" {
		with = "&"
	}
	for _, name := range r.Columned {
		s := pages.Sort{Href: r.Page + narrowed + with + "sort=" + name}
		switch {
		case !slices.Contains(r.Sorts, name):
			s = pages.Sort{}
		case f.Sort == name:
			s = pages.Sort{Href: r.Page + narrowed + with + "sort=-" + name, Order: "ascending"}
		case f.Sort == "-"+name:
			s.Order = "descending"
		}
		list = append(list, s)
	}
	return list
}

func (r resource) rows(c *web.Call, records []domain.Record) (rows []pages.Row) {
	for _, rec := range records {
		row := pages.Row{{Content: r.title(c, rec)}}
		for _, name := range r.Columned {
			row = append(row, r.cell(rec, name))
		}
		rows = append(rows, row)
	}
	return rows
}

func (r resource) title(c *web.Call, rec domain.Record) templ.Component {
	tag, colour := "", ""
	if r.Flag != nil {
		tag, colour = r.Flag(r.Get(rec), c.Today())
	}
	return title(r.Title(rec), r.Page+"/"+rec.ID, tag, colour)
}

func (r resource) cell(rec domain.Record, name string) pages.Cell {
	if r.States != nil && name == r.States.Column {
		state := r.StateName(rec)
		return pages.Cell{Content: pages.Tag(state.Label, state.Colour)}
	}
	i := r.Index(name)
	return pages.Cell{Text: r.Display(rec, i), Numeric: r.Columns[i].Kind != nil && r.Columns[i].Kind.Numeric}
}

// filterFields ask for what narrows and sorts the list.
func (r resource) filterFields(f store.Filter, choices map[string][]store.Option) (fields []pages.FormField) {
	if r.Search != nil || r.About() {
		fields = append(fields, pages.FormField{Name: "q", Label: "Search", Kind: pages.Search, Value: f.Text, Required: true})
	}
	if r.From != "" {
		fields = append(fields, pages.FormField{Name: "from", Label: "From", Kind: pages.Day, Value: f.From, Required: true},
			pages.FormField{Name: "to", Label: "To", Kind: pages.Day, Value: f.To, Required: true})
	}
	for _, name := range r.Filters {
		c := &r.Columns[r.Index(name)]
		options := append([]pages.Option{{Label: "All"}}, r.options(c, choices[name])...)
		if len(options) > 1 {
			fields = append(fields, pages.FormField{Name: name, Label: c.Label, Kind: pages.Select, Value: f.Value(name), Options: options, Required: true})
		}
	}
	sorts := []pages.Option{{Label: "Usual order"}}
	for _, name := range r.Sorts {
		label := r.Columns[r.Index(name)].Label
		sorts = append(sorts, pages.Option{Value: name, Label: label}, pages.Option{Value: "-" + name, Label: label + ", last first"})
	}
	return append(fields, pages.FormField{Name: "sort", Label: "Sort by", Kind: pages.Select, Value: f.Sort, Options: sorts, Required: true})
}

// options are what a column can be: a state, one of its options, or the
// records that it may name.
func (r resource) options(c *domain.Column, choices []store.Option) (list []pages.Option) {
	if r.States != nil && c.Name == r.States.Column {
		for _, n := range r.States.Names {
			list = append(list, pages.Option{Value: n.State, Label: n.Label})
		}
	}
	for _, value := range c.Options {
		list = append(list, pages.Option{Value: value, Label: c.Kind.Display(value)})
	}
	for _, o := range choices {
		list = append(list, pages.Option{Value: o.Value, Label: c.Kind.Display(o.Label)})
	}
	return list
}
