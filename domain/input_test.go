package domain_test

import (
	"slices"
	"testing"

	"ringfence/domain"
)

var shape = domain.Fields{
	{Name: "name", Label: "Name", Required: true, Max: 5},
	{Name: "born", Label: "Born", Kind: domain.Date},
	{Name: "email", Label: "Email", Kind: domain.Email, Required: true},
}

func TestBindBool(t *testing.T) {
	t.Parallel()
	fields := domain.Fields{{Name: "on", Label: "On", Kind: domain.Bool, Required: true}}
	for _, c := range []struct {
		pair  domain.Pair
		value string
		bad   []string
	}{
		{domain.Pair{Name: "on", Value: "true", Type: domain.Boolean}, "true", nil},
		{domain.Pair{Name: "on", Value: "false", Type: domain.Boolean}, "false", nil},
		{domain.Pair{Name: "on", Value: "false", Type: domain.FormText}, "false", nil},
		{domain.Pair{Name: "on", Value: "yes", Type: domain.FormText}, "", []string{"on malformed"}},
		{str("on", "true"), "", []string{"on wrong-type"}},
		{typed("on", domain.OtherType), "", []string{"on wrong-type"}},
		{typed("on", domain.Null), "", []string{"on required"}},
	} {
		in, err := fields.Bind([]domain.Pair{c.pair}, false)
		if got := codes(err); !slices.Equal(got, c.bad) || in.Get("on") != c.value {
			t.Errorf("%v: %q, refused %q", c.pair, in.Get("on"), got)
		}
	}
	in, err := shape.Bind([]domain.Pair{{Name: "name", Value: "true", Type: domain.Boolean}, str("email", "a@b.cd")}, false)
	if got := codes(err); !slices.Equal(got, []string{"name wrong-type"}) || in.Get("name") != "" {
		t.Errorf("a boolean for text: %q", got)
	}
}

func str(name, value string) domain.Pair { return domain.Pair{Name: name, Value: value} }

func typed(name string, typ domain.PairType) domain.Pair { return domain.Pair{Name: name, Type: typ} }

func TestBind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		pairs   []domain.Pair
		partial bool
		values  []string // nil: not looked at
		bad     []string // "field code", in order
	}{
		{"complete", []domain.Pair{str("email", "A@B.CD"), str("name", " Ann ")}, false, []string{"Ann", "", "A@b.cd"}, nil},
		{"required left out", []domain.Pair{str("name", "Ann")}, false, nil, []string{"email required"}},
		{"nothing", nil, false, nil, []string{"name required", "email required"}},
		{"nothing, partial", nil, true, []string{"", "", ""}, nil},
		{"partial", []domain.Pair{str("born", "1990-01-02")}, true, []string{"", "1990-01-02", ""}, nil},
		{"partial clears what may be empty", []domain.Pair{typed("born", domain.Null)}, true, []string{"", "", ""}, nil},
		{"partial may not clear what is required", []domain.Pair{typed("name", domain.Null), str("email", "  ")}, true, nil, []string{"name required", "email required"}},
		{"null is not given", []domain.Pair{typed("name", domain.Null), str("email", "a@b.cd")}, false, nil, []string{"name required"}},
		{"wrong type, said once", []domain.Pair{typed("name", domain.OtherType), str("email", "a@b.cd")}, false, nil, []string{"name wrong-type"}},
		{"malformed, said once", []domain.Pair{str("email", "a"), str("name", "Ann")}, false, nil, []string{"email malformed"}},
		{"unknown", []domain.Pair{str("Name", "x"), str("name", "Ann"), str("email", "a@b.cd")}, false, nil, []string{"Name unknown"}},
		{"duplicate", []domain.Pair{str("name", "Ann"), str("name", "Ann"), str("email", "a@b.cd")}, false, nil, []string{"name duplicate"}},
		{"duplicate of a null", []domain.Pair{typed("born", domain.Null), str("born", "1990-01-02")}, true, nil, []string{"born duplicate"}},
		{"everything at once", []domain.Pair{str("name", "Annabel"), str("born", "1.1.90"), str("x", ""), typed("email", domain.OtherType)}, false, nil,
			[]string{"name too-long", "born malformed", "email wrong-type", "x unknown"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in, err := shape.Bind(c.pairs, c.partial)
			if got := codes(err); !slices.Equal(got, c.bad) {
				t.Errorf("refused %q, want %q", got, c.bad)
			}
			if c.values != nil && !slices.Equal(in.Values, c.values) {
				t.Errorf("values %q, want %q", in.Values, c.values)
			}
		})
	}
}

func codes(err *domain.Error) []string {
	if err == nil {
		return nil
	}
	var list []string
	for _, f := range err.Fields {
		list = append(list, f.Field+" "+f.Code)
	}
	return list
}

// TestBindGiven: what was named is told from what was left out.
func TestBindGiven(t *testing.T) {
	t.Parallel()
	in, err := shape.Bind([]domain.Pair{typed("born", domain.Null), str("name", "Ann")}, true)
	if err != nil || !slices.Equal(in.Given, []bool{true, true, false}) {
		t.Errorf("given %v, %v", in.Given, err)
	}
	if in.Get("name") != "Ann" || in.Get("email") != "" {
		t.Errorf("values %q", in.Values)
	}
}
