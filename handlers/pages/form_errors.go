package pages

import "slices"

// problem is what is wrong with a field, "" if nothing is.
func problem(errs []FieldError, name string) string {
	for _, e := range errs {
		if e.Field == name {
			return e.Message
		}
	}
	return ""
}

// target is where an error's link in the summary leads, "" if the form has
// no visible field of that name.
func target(groups []FieldGroup, name string) string {
	for _, g := range groups {
		for _, f := range g.Fields {
			if f.Name == name && f.Kind != Hidden {
				return "#" + f.focusID()
			}
		}
	}
	return ""
}

// inOrder are errors in the order of the form's fields; those of no field stand
// last, in their own order.
func inOrder(errs []FieldError, groups []FieldGroup) []FieldError {
	places := map[string]int{}
	for _, g := range groups {
		for _, f := range g.Fields {
			places[f.Name] = len(places)
		}
	}
	place := func(e FieldError) int {
		if at, ok := places[e.Field]; ok {
			return at
		}
		return len(places)
	}
	list := slices.Clone(errs)
	slices.SortStableFunc(list, func(a, b FieldError) int { return place(a) - place(b) })
	return list
}
