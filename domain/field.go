package domain

import (
	"slices"
	"strings"
)

// Kind is what a field's value must look like. Values are text in canonical
// form ("AB123456C", "2026-11-22"); "" is not set.
type Kind uint8

// The kinds.
const (
	Text     Kind = iota // one line
	Lines                // several lines
	Email                // one address
	Date                 // YYYY-MM-DD
	ID                   // an opaque id
	NINumber             // National Insurance number
	SortCode             // six digits
	Account              // eight digits
	Secret               // taken as it is: no trimming, never repeated
	Bool                 // "true" or "false"; true or false in JSON
	Choice               // one of the field's Options
	Bytes                // base64url without padding
)

// Field is one named value of an input.
type Field struct {
	Name     string
	Label    string
	Hint     string
	Kind     Kind
	Required bool
	Max      int      // characters; 0: 200
	Options  []string // of a Choice
}

// Fields is the shape of an input: a JSON object or a form.
type Fields []Field

// Index is the field's position, or -1.
func (f Fields) Index(name string) int {
	for i := range f {
		if f[i].Name == name {
			return i
		}
	}
	return -1
}

// Optional reports whether nothing has to be given.
func (f Fields) Optional() bool {
	for i := range f {
		if f[i].Required {
			return false
		}
	}
	return true
}

// MaxLength is the most characters a value may have.
func (f *Field) MaxLength() int {
	if f.Max == 0 {
		return 200
	}
	return f.Max
}

// Parse brings a value into canonical form, or says what is wrong with it.
// The empty value is always canonical; whether it is enough is Required's.
func (f *Field) Parse(raw string) (string, *FieldError) {
	value := raw
	if f.Kind != Secret {
		value = clean(raw, f.Kind == Lines)
	}
	if value == "" {
		return "", nil
	}
	if f.Kind != Secret && runes(value) > f.MaxLength() {
		return "", f.bad("too-long", "must be shorter")
	}
	if f.Kind == Choice && !slices.Contains(f.Options, value) {
		return "", f.bad("unknown", "must be one of "+strings.Join(f.Options, ", "))
	}
	if parse := parsers[f.Kind]; parse != nil {
		canonical, ok := parse(value)
		if !ok {
			return "", f.bad("malformed", formats[f.Kind])
		}
		return canonical, nil
	}
	return value, nil
}

// Missing is the error of a required field that was not given.
func (f *Field) Missing() *FieldError { return f.bad("required", "is required") }

// WrongType is the error of a JSON value that is not of the field's type.
func (f *Field) WrongType() *FieldError {
	if f.Kind == Bool {
		return f.bad("wrong-type", "must be true or false")
	}
	return f.bad("wrong-type", "must be text")
}

func (f *Field) bad(code, message string) *FieldError {
	return &FieldError{Field: f.Name, Code: code, Message: f.Label + " " + message}
}

var parsers = map[Kind]func(string) (string, bool){
	Email:    parseEmail,
	Date:     parseDate,
	ID:       parseID,
	NINumber: parseNINumber,
	SortCode: digits(6),
	Account:  digits(8),
	Bool:     func(s string) (string, bool) { return s, s == "true" || s == "false" },
	Bytes:    parseBytes,
}

var formats = map[Kind]string{
	Email:    "must be an email address, like name@example.org",
	Date:     "must be a real date, like 2026-03-27",
	ID:       "must be an id",
	NINumber: "must be two letters, six digits and a letter, like QQ 12 34 56 C",
	SortCode: "must be 6 digits, like 309430",
	Account:  "must be 8 digits, like 00733445",
	Bool:     "must be true or false",
	Bytes:    "must be base64url without padding",
}
