package pages

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
