package record

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// file is a column of a resource that holds a file.
type file struct {
	resource
	*domain.Column
}

// files are the routes of a resource's files.
func (r resource) files(schema web.Schema) (list []web.Route) {
	readers, editors := access(r.Read), access(r.Edit)
	for _, c := range r.Attachments() {
		f := file{r, c}
		path, page := r.Path+"/{id}/"+c.Name, r.Page+"/{id}/"+c.Name
		name, what := r.Type()+domain.Capital(strings.ReplaceAll(c.Name, "_", "")), c.Label+" of "+domain.Article(r.One)
		list = append(list,
			web.Get(path, what, f.get).For(readers).ReturnsFile(c.MediaTypes()...).Named("get"+name),
			web.Put(path, what+": set it", f.put).For(editors).WithoutKey("sent again, the same file changes nothing").
				TakesFile(domain.MostFile, c.MediaTypes()...).Versioned().Returns(schema).Problems(r.Refusals...).
				Named("set"+name),
			web.Delete(path, what+": remove it", f.remove).For(editors).Versioned().Returns(schema).
				Problems(r.Refusals...).Named("remove"+name),
			web.Page(page, what+": form to set it", f.page).For(editors),
			web.Form(page, what+": set it from the page", f.submit).For(editors).
				TakesFile(domain.MostFile, c.MediaTypes()...))
	}
	return list
}

// get answers GET of the file.
func (f file) get(c *web.Call) error {
	content, err := c.Tenant().RecordFile(c.Context(), f.Resource, c.PathValue("id"), f.Column)
	if err != nil {
		return err
	}
	return c.File(content)
}

// put answers PUT of the file.
func (f file) put(c *web.Call) error {
	version, err := c.IfMatch()
	if err != nil {
		return c.AfterCheck(err)
	}
	rec, change, err := f.set(c, version)
	if err != nil {
		return web.Precondition(err)
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: f.text(c, rec)})
}

// set keeps what was sent, once it is known that the caller may, and decides
// that it is the record's.
func (f file) set(c *web.Call, version int64) (domain.Record, *store.Change, error) {
	id := c.PathValue("id")
	if err := c.Tenant().MaySetFile(c.Context(), f.Resource, id, f.Column, version); err != nil {
		return domain.Record{}, nil, err
	}
	kept, err := c.KeepFile()
	if err != nil {
		return domain.Record{}, nil, err
	}
	return c.Tenant().SetFile(c.Context(), f.Resource, id, f.Column, version, kept)
}

// remove answers DELETE of the file.
func (f file) remove(c *web.Call) error {
	version, err := c.IfMatch()
	if err != nil {
		return c.AfterCheck(err)
	}
	rec, change, err := c.Tenant().SetFile(c.Context(), f.Resource, c.PathValue("id"), f.Column, version, nil)
	if err != nil {
		return web.Precondition(err)
	}
	return c.Commit(change, store.Answer{Status: http.StatusOK, Type: web.JSONType, Body: f.text(c, rec)})
}

// page answers GET of the form that sets it.
func (f file) page(c *web.Call) error { return f.show(c, http.StatusOK, nil) }

// submit answers POST of it.
func (f file) submit(c *web.Call) error {
	_, change, err := f.set(c, 0)
	if refusal, status, ok := web.FileRefusal(err); ok {
		return f.show(c, status, []pages.FieldError{{Field: "file", Message: refusal.Message}})
	}
	if err != nil {
		return err
	}
	return c.CommitTo(change, f.Page+"/"+c.PathValue("id"), f.Label+" saved")
}

func (f file) show(c *web.Call, status int, errs []pages.FieldError) error {
	rec, err := c.Tenant().Get(c.Context(), f.Resource, c.PathValue("id"))
	if err != nil {
		return err
	}
	here := f.Page + "/" + rec.ID
	page := FormPage{Shell: c.Shell(f.Label, c.Tenant().Access()).Under("Back", here)}
	field := pages.FormField{Name: "file", Label: f.Label, Kind: pages.File, Required: true,
		Hint: domain.FileLabels(f.MediaTypes()) + ", up to 10 MiB", Accept: f.MediaTypes()}
	page.Form = pages.Form{Action: c.Path(), Submit: "Save file", Cancel: here, Errors: errs,
		Groups: []pages.FieldGroup{{Fields: []pages.FormField{field}}}}
	return c.Render(status, Form(page))
}

// fileLinks are what the reader of a record may do with the file in a column.
func (r resource) fileLinks(access *store.Access, rec domain.Record, column int) (list []pages.Link) {
	c := &r.Columns[column]
	if c.Kind != domain.Attached {
		return nil
	}
	set := "Add a file"
	if rec.Values[column] != "" {
		list, set = append(list, pages.Link{Label: "Download", Href: r.Path + "/" + rec.ID + "/" + c.Name}), "Replace"
	}
	if role := access.User.Role; r.Edit.Allows(role, rec.Own) && r.EditableAt(rec, c.Name) && c.WritableBy(role, rec.Own) {
		list = append(list, pages.Link{Label: set, Href: r.Page + "/" + rec.ID + "/" + c.Name})
	}
	return list
}
