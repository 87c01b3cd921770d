package domain

import (
	"slices"
	"strings"
)

// Field is one named value of an input.
type Field struct {
	Name     string
	Label    string
	Hint     string
	Kind     *Kind // nil: Text
	Required bool
	Max      int      // characters; 0: 200
	Options  []string // of a Choice; of a file its media types
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
	switch {
	case f.Max != 0:
		return f.Max
	case f.Type() == Array:
		return 100_000
	}
	return 200
}

// Parse brings a value into canonical form, or says what is wrong with it.
// The empty value is always canonical; whether it is enough is Required's.
func (f *Field) Parse(raw string) (string, *FieldError) { return f.parse(raw, false) }

func (f *Field) parse(raw string, typed bool) (string, *FieldError) {
	value, ok := raw, true
	if f.Kind != Secret {
		value, ok = clean(raw, f.Kind != nil && f.Kind.Lines)
	}
	switch {
	case !ok:
		return "", f.bad("malformed", "must not have invisible or broken characters")
	case value == "":
		return "", nil
	case f.Kind != Secret && runes(value) > f.MaxLength():
		return "", f.bad("too-long", "must be shorter")
	case f.Kind == Choice && !slices.Contains(f.Options, value):
		return "", f.bad("unknown", "must be one of "+strings.Join(f.Options, ", "))
	case f.Kind != nil && f.Kind.refuse != nil:
		if code, message := f.Kind.refuse(value); code != "" {
			return "", &FieldError{f.Name, code, message}
		}
	}
	if f.Kind == nil || f.Kind.parse == nil {
		return value, nil
	}
	parse, wrong := f.Kind.parse, f.Kind.malformed
	if typed && f.Kind.typed != nil {
		parse = f.Kind.typed
	}
	if typed && f.Kind.mistyped != "" {
		wrong = f.Kind.mistyped
	}
	canonical, ok := parse(value)
	if !ok {
		return "", f.bad("malformed", wrong)
	}
	return canonical, nil
}

// Missing is the error of a required field that was not given.
func (f *Field) Missing() *FieldError { return f.bad("required", "is required") }

// Type is what a JSON body has for the field.
func (f *Field) Type() PairType {
	if f.Kind == nil {
		return String
	}
	return f.Kind.Type
}

// WrongType is the error of a JSON value that is not of the field's type.
func (f *Field) WrongType() *FieldError {
	return f.bad("wrong-type", map[PairType]string{String: "must be text", Boolean: "must be true or false", Number: "must be a number", Array: "must be a list", Struct: "must be an object"}[f.Type()])
}

func (f *Field) bad(code, message string) *FieldError {
	return &FieldError{Field: f.Name, Code: code, Message: f.Label + " " + message}
}
