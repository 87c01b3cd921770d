package pages

import (
	"strings"

	"github.com/a-h/templ"
)

// control lists the attributes that every kind of control has.
func (f FormField) control(problem, class, errorClass string) templ.OrderedAttributes {
	if f.Width != "" {
		class += " nhsuk-input--width-" + f.Width
	}
	if problem != "" {
		class += " " + errorClass
	}
	return templ.OrderedAttributes{
		{Key: "class", Value: class},
		{Key: "id", Value: f.Name},
		{Key: "name", Value: f.Name},
		{Key: "aria-invalid", Value: templ.KV("true", problem != "")},
	}
}

// described binds a control, or a group of them, to its hint and its problem.
func (f FormField) described(problem string) templ.OrderedAttributes {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if problem != "" {
		ids = append(ids, f.Name+"-error")
	}
	return templ.OrderedAttributes{{Key: "aria-describedby", Value: templ.KV(strings.Join(ids, " "), len(ids) > 0)}}
}

// inputType is the HTML type of a control that is an <input>.
func (f FormField) inputType() string {
	switch f.Kind {
	case "":
		return string(Text)
	case Day:
		return "date"
	}
	return string(f.Kind)
}

func (f FormField) autocomplete() string {
	if f.Autocomplete == "" {
		return "off"
	}
	return f.Autocomplete
}
