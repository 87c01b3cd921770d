package pages

// Kind says what sort of control a field is.
type Kind string

// The kinds of field. Date is three boxes, posted as name-day, name-month and
// name-year, as the NHS design system asks for dates that people know by
// heart. Day is the browser's own picker, posted as one YYYY-MM-DD.
const (
	Text     Kind = "text"
	Email    Kind = "email"
	Password Kind = "password"
	Search   Kind = "search"
	Day      Kind = "day"
	Date     Kind = "date-parts"
	Textarea Kind = "textarea"
	Select   Kind = "select"
	Hidden   Kind = "hidden"
	Phone    Kind = "tel"
	URL      Kind = "url"
	Month    Kind = "month"
	Instant  Kind = "datetime-local"
	File     Kind = "file"

	// Several of the Options, posted under one name; Value has one on each line.
	Checkboxes Kind = "checkboxes"
)

// FormField is one question of a form. Name is also the control's id.
type FormField struct {
	Name         string
	Label        string
	Hint         string
	Kind         Kind   // Text if empty
	Value        string // Date takes YYYY-MM-DD or DateValue; Password ignores it
	Required     bool   // what is not required says "(optional)"
	Autocomplete string // "off" if empty: the record is mostly about somebody else
	InputMode    string
	Width        string   // 2, 3, 4, 5, 10, 20 or 30 characters; the column's width if empty
	Options      []Option // of a Select or Checkboxes
	Find         bool     // of a Select: there is more to choose from, looked for by name
	Suggest      []string // what can be typed, offered while one does
	Accept       []string // of a File: the media types that are taken
}

// Option is one choice.
type Option struct {
	Value string
	Label string
}

// FieldGroup is a set of questions under one heading.
type FieldGroup struct {
	Legend string
	Fields []FormField
}

// enctype is how a form with these questions is sent; "" is as usual.
func enctype(groups []FieldGroup) string {
	for _, g := range groups {
		for _, f := range g.Fields {
			if f.Kind == File {
				return "multipart/form-data"
			}
		}
	}
	return ""
}

// FieldError says what is wrong with the field of a name. An error of no
// field on the form stands in the summary alone.
type FieldError struct {
	Field   string
	Message string
}

// FindName is the name of the box that looks for what a Select can choose from.
func FindName(name string) string { return name + "-find" }

func (f FormField) label() string {
	if f.Required {
		return f.Label
	}
	return f.Label + " (optional)"
}

// focusID is the id of the control that an error leads to.
func (f FormField) focusID() string {
	if f.Kind == Date {
		return f.Name + "-day"
	}
	return f.Name
}
