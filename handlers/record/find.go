package record

import (
	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// Where there are more records to choose from than can be listed, the form looks
// for them by name: it is sent, and comes back with those that match. Nothing is
// saved, and no script is needed.

// finding is the refusal of a form that was sent to look for a choice: it is shown
// again as it was typed.
var finding = &domain.Error{}

// findFields are the boxes in which a form looks for what its columns can name.
func findFields(of *domain.Resource) (fields domain.Fields) {
	for i := range of.Columns {
		if c := &of.Columns[i]; c.Of != "" && c.Writers != domain.NoRole {
			fields = append(fields, domain.Field{Name: pages.FindName(c.Name), Label: "Find " + c.Label})
		}
	}
	return fields
}

// finds reports that a form was sent to look for a choice.
func (r resource) finds(in *domain.Input) bool {
	for _, f := range findFields(r.Resource) {
		if in != nil && in.Get(f.Name) != "" {
			return true
		}
	}
	return false
}

// picks narrow what each column offers by what was typed.
func (r resource) picks(typed func(string) string) map[string]store.Pick {
	picks := map[string]store.Pick{}
	for i := range r.Columns {
		if c := &r.Columns[i]; c.Of != "" {
			picks[c.Name] = store.Pick{Words: typed(pages.FindName(c.Name)), Keep: typed(c.Name)}
		}
	}
	return picks
}

// formErrors are what the form says is wrong: of one that was sent to look for a
// choice, that there are none or too many.
func formErrors(refusal *domain.Error, picks map[string]store.Pick,
	choices map[string]store.Choices) (list []pages.FieldError) {
	if refusal != finding {
		return web.FormErrors(refusal)
	}
	for name, p := range picks {
		if message := unfound(p, choices[name]); p.Words != "" && message != "" {
			list = append(list, pages.FieldError{Field: name, Message: message})
		}
	}
	return list
}

// unfound is why there is nothing to choose from, or "".
func unfound(p store.Pick, found store.Choices) string {
	switch {
	case found.More:
		return "Many names have “" + p.Words + "” in them. Type more of the name"
	case len(found.Options) == 0:
		return "No name has “" + p.Words + "” in it. Check the spelling"
	case len(found.Options) == 1 && found.Options[0].Value == p.Keep:
		return "No other name has “" + p.Words + "” in it. Check the spelling"
	}
	return ""
}
