package record

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// showPage answers GET of one record's page.
func (r resource) showPage(c *web.Call) error {
	more, below := r.beside.Show.of(c, c.PathValue("id"))
	view, err := c.Tenant().View(c.Context(), r.Resource, c.PathValue("id"), more...)
	if err != nil {
		return err
	}
	access, rec := c.Tenant().Access(), view.Record
	state := r.StateName(rec)
	page := ShowPage{Shell: c.Shell(r.Title(rec), access).Under(r.Many, r.Page), Tag: state.Label, Colour: state.Colour,
		Sections: r.sections(access, rec), Moves: r.buttons(access, rec), History: web.Activity(view.History), Below: below(rec)}
	if r.Caption != "" {
		page.Caption = r.Display(rec, r.Index(r.Caption))
	}
	if r.Edit.Allows(access.User.Role, rec.Own) && r.Editable(rec) {
		page.EditHref = r.Page + "/" + rec.ID + "/edit"
	}
	if access.User.Role.Administers() {
		page.Ledger = "/ledger?entity=" + r.Entity + "&entity_id=" + rec.ID
	}
	for _, l := range r.Below {
		if l.Roles.Has(access.User.Role) {
			page.Leads = append(page.Leads, pages.Link{Label: l.Label, Href: r.Page + "/" + rec.ID + "/" + l.Href})
		}
	}
	return c.Render(http.StatusOK, Show(page))
}

// sections are the groups of columns that the role may read.
func (r resource) sections(access *store.Access, rec domain.Record) (list []pages.Section) {
	for _, g := range r.Groups {
		section := pages.Section{Title: g.Title}
		for _, name := range g.Columns {
			i := r.Index(name)
			if c := &r.Columns[i]; c.ReadableBy(access.User.Role, rec.Own) {
				section.Rows = append(section.Rows, pages.SummaryRow{Label: c.Label, Value: r.Display(rec, i),
					Links: append(r.fileLinks(access, rec, i), r.moreOf(rec, name)...)})
			}
		}
		if section.Rows != nil {
			list = append(list, section)
		}
	}
	return list
}

// moreOf is where one reads more of a value, if anywhere.
func (r resource) moreOf(rec domain.Record, column string) []pages.Link {
	if r.MoreOf == nil {
		return nil
	}
	label, href := r.MoreOf(r.Get(rec), column)
	if href == "" {
		return nil
	}
	return []pages.Link{{Label: label, Href: href}}
}

// buttons are the moves that the caller may make now.
func (r resource) buttons(access *store.Access, rec domain.Record) (list []MoveButton) {
	if r.States == nil {
		return nil
	}
	for i := range r.States.Moves {
		m := &r.States.Moves[i]
		if m.May(access.User.Role, rec.Own, r.State(rec)) {
			list = append(list, MoveButton{Label: m.Label, Href: r.Page + "/" + rec.ID + "/" + m.Name, Asks: m.Reason || m.Warns || m.Apart})
		}
	}
	return list
}
