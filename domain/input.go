package domain

import (
	"slices"
	"strings"
)

// MaxPairs is how many named values an input may have. No form of ours has
// nearly as many: more is refused before anything is done for each.
const MaxPairs = 100

// Pair is one named value of an input, before it is checked: of a JSON object
// or of a form.
type Pair struct {
	Name  string
	Value string
	Type  PairType
}

// PairType is what stood there.
type PairType uint8

// The types.
const (
	String   PairType = iota
	FormText          // of a form, which has no other type
	Null
	Boolean
	Number // as it stood there
	Array  // as it stood there
	Struct // as it stood there
	OtherType
)

// Input is a checked input: Values in canonical form beside its Fields.
type Input struct {
	fields Fields
	Values []string
	Given  []bool // the caller named the field, if only to clear it
}

// Get is a field's value.
func (in *Input) Get(name string) string { return in.Values[in.fields.Index(name)] }

// Has reports whether the caller named a field, if only to clear it.
func (in *Input) Has(name string) bool { return in.Given[in.fields.Index(name)] }

// Bind checks an input against the fields and names everything that is wrong
// with it. A partial input may leave out what is required, not clear it.
func (f Fields) Bind(pairs []Pair, partial bool) (*Input, *Error) {
	in := &Input{fields: f, Values: make([]string, len(f)), Given: make([]bool, len(f))}
	bad := in.take(pairs)
	for i := range f {
		missing := f[i].Required && in.Values[i] == "" && (in.Given[i] || !partial)
		if missing && !names(bad, f[i].Name) {
			bad = append(bad, *f[i].Missing())
		}
	}
	if bad != nil {
		slices.SortStableFunc(bad, func(a, b FieldError) int { return f.place(a.Field) - f.place(b.Field) })
		return in, Invalid(bad...)
	}
	return in, nil
}

func (in *Input) take(pairs []Pair) []FieldError {
	var bad []FieldError
	for _, p := range pairs {
		i := in.fields.Index(p.Name)
		switch {
		case i < 0:
			bad = append(bad, FieldError{Clip(p.Name), "unknown", "Unknown field"})
			continue
		case in.Given[i]:
			bad = append(bad, FieldError{p.Name, "duplicate", in.fields[i].Label + " is given twice"})
			continue
		}
		in.Given[i] = true
		bad = append(bad, in.set(i, p)...)
	}
	return bad
}

func (in *Input) set(i int, p Pair) []FieldError {
	f := &in.fields[i]
	switch {
	case p.Type == Null:
		return nil
	case p.Type != FormText && p.Type != f.Type():
		return []FieldError{*f.WrongType()}
	case f.Type() == Struct:
		return in.setStruct(i, p.Value)
	}
	value, err := f.parse(p.Value, p.Type == FormText)
	in.Values[i] = value
	if err != nil {
		return []FieldError{*err}
	}
	return nil
}

// setStruct takes an object with fields of its own; what is wrong in it is
// named behind the name of the whole, as in "subscription.plan".
func (in *Input) setStruct(i int, raw string) []FieldError {
	f := &in.fields[i]
	pairs, ok := PairsOf([]byte(raw))
	if !ok {
		return []FieldError{*f.bad("malformed", "must be an object")}
	}
	inner, refused := f.Kind.Members.Bind(pairs, false)
	if refused != nil {
		for k := range refused.Fields {
			refused.Fields[k].Field = f.Name + "." + refused.Fields[k].Field
		}
		return refused.Fields
	}
	in.Values[i] = inner.object()
	return nil
}

// Inner is what was given as an object, or nil if it was not.
func (in *Input) Inner(name string) *Input {
	i := in.fields.Index(name)
	if in.Values[i] == "" {
		return nil
	}
	pairs, _ := PairsOf([]byte(in.Values[i]))
	inner, _ := in.fields[i].Kind.Members.Bind(pairs, false) // it was bound before
	return inner
}

// Clip shortens a name that a caller made up, to repeat it.
func Clip(name string) string {
	const most = 64
	if len(name) <= most {
		return name
	}
	return strings.ToValidUTF8(name[:most], "") + "…"
}

// place is where a field stands, behind all others if there is none.
func (f Fields) place(name string) int {
	if i := f.Index(name); i >= 0 {
		return i
	}
	return len(f)
}

func names(list []FieldError, field string) bool {
	for _, e := range list {
		if e.Field == field {
			return true
		}
	}
	return false
}
