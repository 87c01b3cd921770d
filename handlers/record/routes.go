// Package record serves declared resources (domain.Resource): their JSON, their
// pages and their export, each the same for all.
package record

import (
	"cmp"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

//go:generate go tool templ generate -path .

// resource is a declared one with what its routes need of it, made once.
type resource struct {
	*domain.Resource
	newFields  domain.Fields // of the form that adds one, with what looks for choices by name
	formFields domain.Fields // of the form that changes one, also with the version it was filled from
	beside     Beside
}

// reasonFields are what a move takes.
var reasonFields = domain.Fields{{Name: "reason", Label: "Reason", Kind: domain.Lines, Max: 500}}

// repeatedField has what of the Seldom column has been asked about.
var repeatedField = domain.Field{Name: store.Repeated, Label: "Repeated"}

var versionField = domain.Field{Name: "version", Label: "Version", Kind: domain.ID}

// Routes are the JSON routes and the pages of a resource, whose list the menu
// names in the resource's area, with what a wing adds to them.
func Routes(of *domain.Resource, beside ...Beside) []web.Route {
	r := resource{Resource: of}
	r.newFields = append(append(of.Input(), findFields(of)...), repeatedField)
	r.formFields = append(append(of.EditInput(), findFields(of)...), versionField)
	for _, b := range beside {
		r.beside = b
	}
	schema := web.Named(r.Type(), web.RecordOf(r.Table))
	readers, creators, editors := access(r.Read), access(r.Create), access(r.Edit)
	viewers := readers
	if r.OwnPage != "" {
		viewers = web.AnyOf(r.Read.Beyond())
	}
	one, params, exported := r.Path+"/{id}", r.params(), r.exportParams()
	list := []web.Route{
		web.Get(r.Path, r.Many+" within one's reach", r.list).For(readers).Query(slices.Concat(params, r.indexedParams())...).Returns(web.PageOf(schema)),
		web.Post(r.Path, r.Adds, r.add).For(creators).Takes(r.Input()).Returns(schema).Created().Problems(r.Refusals...),
		web.Get(one, "One "+r.One, r.get).For(readers).Versioned().Returns(schema),
		web.Patch(one, "Change "+domain.Article(r.One), r.edit).For(editors).TakesPart(r.EditInput()).Versioned().Returns(schema).Problems(r.Refusals...),

		web.Page(r.Page, r.Many, r.listPage).For(viewers).Query(append(params, beforeParam)...).Menu(r.Area, cmp.Or(r.Menu, r.Many)),
		web.Page(r.Page+"/export.csv", r.Many+" as CSV", r.export).For(viewers).Query(exported...).Large(),
		web.Page(r.Page+"/new", "Form: "+r.Adds, r.newPage).For(creators),
		web.Form(r.Page+"/new", r.Adds+" from the page", r.submitNew).For(creators).Takes(r.newFields).KeepsTyped(),
		web.Page(r.Page+"/{id}", "One "+r.One, r.showPage).For(viewers),
	}
	if !r.OwnEdit {
		list = append(list,
			web.Page(r.Page+"/{id}/edit", "Form to change "+domain.Article(r.One), r.editPage).For(editors),
			web.Form(r.Page+"/{id}/edit", "Change "+domain.Article(r.One)+" from the page", r.submitEdit).For(editors).TakesPart(r.formFields).KeepsTyped())
	}
	list = append(list, r.moves(schema)...)
	list = append(list, r.files(schema)...)
	list = append(list, r.imports()...)
	list = append(list, r.exactRoutes()...)
	for i := range list {
		list[i] = list[i].Module(r.Module)
	}
	return list
}

// moves are the routes of a resource's moves.
func (r resource) moves(schema web.Schema) (list []web.Route) {
	if r.States == nil {
		return nil
	}
	for i := range r.States.Moves {
		m := move{r, &r.States.Moves[i]}
		if m.Apart {
			continue
		}
		may := access(m.By)
		path, page := r.Path+"/{id}/"+m.Name, r.Page+"/{id}/"+m.Name
		list = append(list,
			web.Post(path, m.Label+": "+domain.Article(r.One), m.json).For(may).Takes(reasonFields).Returns(schema).Problems("wrong-state").
				Named(m.Name+r.Type()),
			web.Page(page, "Ask before: "+m.Label, m.ask).For(may),
			web.Form(page, m.Label+" from the page", m.submit).For(may).Takes(reasonFields).KeepsTyped())
	}
	return list
}

func access(reaches domain.Reaches) web.Access { return web.AnyOf(reaches.Roles()) }

var beforeParam = web.TextParam("before", "The first of the page behind")

// params are those of the list.
func (r resource) params() []web.Param {
	return append(append(r.exportParams(), web.TextParam("sort", "A column, with - before it for the other way round: "+strings.Join(r.Sorts, ", "))), web.PageParams...)
}

func searchParam(where string) web.Param {
	return web.TextParam("q", "Words to look for, in any order, in "+where)
}

// indexedParams are those by which the JSON list finds what is sealed.
func (r resource) indexedParams() (list []web.Param) {
	for _, c := range r.indexed() {
		list = append(list, web.TextParam(c.Name, c.Label+", the whole of it, for who may read it"))
	}
	return list
}

// exportParams are those that narrow the list.
func (r resource) exportParams() (list []web.Param) {
	if r.Search != nil {
		list = append(list, searchParam(strings.ReplaceAll(strings.Join(r.Search, ", "), "_", " ")))
	} else if r.About() {
		list = append(list, searchParam("what a search of staff looks in, of whom it is about"))
	}
	if r.From != "" {
		list = append(list, web.TextParam("from", "On or after this date"), web.TextParam("to", "On or before this date"))
	}
	for _, name := range r.Filters {
		list = append(list, web.TextParam(name, r.Columns[r.Index(name)].Label+", as it stands in the record"))
	}
	return list
}
