package record

import (
	"net/http"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

const tables = "text/csv"

const checksOnly = "a file that is sent again is checked again; nothing is written before that is confirmed"

// imports are the routes by which many records are added or changed at once (HR-3).
func (r resource) imports() []web.Route {
	if !r.Imports {
		return nil
	}
	creators, name := access(r.Create), strings.ToLower(r.Many)
	return []web.Route{
		web.Post(r.Path+"/import", "Check a CSV file of records, new ones and changes; they are written once the job is confirmed", r.importFile).For(creators).
			WithoutKey(checksOnly).TakesFile(domain.MostFile, tables).Returns(web.JobSchema).Accepted().Problems("job-limit").
			Named("import" + domain.Capital(r.Name)),
		web.Get(r.Path+"/export.csv", r.Many+" as CSV, as an import takes it", r.exportJSON).For(access(r.Read)).
			Query(append(r.exportParams(), bomParam)...).Sends("text/csv").Large().Named("export" + domain.Capital(r.Name)),
		web.Page(r.Page+"/import", "Form to add many "+name+" at once", r.importPage).For(creators),
		web.Form(r.Page+"/import", "Check a CSV file from the page", r.submitImport).For(creators).
			TakesFile(domain.MostFile, tables).Problems("job-limit"),
	}
}

// importFile answers POST of the import.
func (r resource) importFile(c *web.Call) error {
	j, change, err := r.startImport(c)
	if err != nil {
		return err
	}
	return c.CommitJob(j, change)
}

func (r resource) startImport(c *web.Call) (domain.Job, *store.Change, error) {
	f, err := c.KeepFile()
	if err != nil {
		return domain.Job{}, nil, err
	}
	return c.Tenant().StartImport(c.Context(), r.Resource, f)
}

// importPage answers GET of the form.
func (r resource) importPage(c *web.Call) error { return r.showImport(c, http.StatusOK, nil) }

// submitImport answers POST of it, and leads to what comes of the check.
func (r resource) submitImport(c *web.Call) error {
	j, change, err := r.startImport(c)
	if refusal, status, ok := web.FileRefusal(err); ok {
		return r.showImport(c, status, refusal)
	}
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/jobs/"+j.ID, "The file is being checked")
}

func (r resource) showImport(c *web.Call, status int, refusal *domain.Error) error {
	access, err := c.Tenant().Check(c.Context())
	if err != nil {
		return err
	}
	var names, needed []string
	for i := range r.Columns {
		if column := &r.Columns[i]; column.WritableBy(access.User.Role, false) && column.Writers != domain.NoRole {
			names = append(names, column.Name)
			if column.Required {
				needed = append(needed, column.Name)
			}
		}
	}
	file := pages.FormField{Name: "file", Label: "CSV file", Hint: "Up to " + domain.Count(domain.MostImported) + " rows", Kind: pages.File,
		Accept: []string{tables}, Required: true}
	return c.Render(status, pages.Sheet(pages.SheetPage{Shell: c.Shell("Import "+strings.ToLower(r.Many), access).Under(r.Many, r.Page),
		Intro: []string{
			"The first row names the columns: " + strings.Join(names, ", ") + ". " + domain.JoinWords(needed...) + " must be there.",
			"A manager is named by their email address. Nothing is saved before you have seen what is in the file and confirmed it.",
			"People who are there already are recognised by their email address or National Insurance number, and changed. " +
				"A column that the file does not have stays as it is; an empty cell clears."},
		Form: &pages.Form{Action: r.Page + "/import", Submit: "Check the file", Cancel: r.Page, Errors: web.FormErrors(refusal),
			Groups: []pages.FieldGroup{{Fields: []pages.FormField{file}}}}}))
}
