package web

import (
	"net/http"
	"strings"

	"ringfence/domain"
)

// operationName is what a generated client calls the operation: the name that
// the route was given, or one made of method and path, such as listEmployees
// for GET /api/hr/employees and updateEmployee for PATCH of one.
func (r *Route) operationName(d *document) string {
	if r.name != "" {
		return r.name
	}
	noun, one := "", false
	for _, part := range strings.Split(strings.TrimPrefix(r.path, "/api"), "/") {
		if one = strings.HasPrefix(part, "{"); !one {
			noun = capitals(part)
		}
	}
	switch r.method {
	case http.MethodPost:
		return "create" + singular(noun)
	case http.MethodPatch:
		return "update" + singular(noun)
	case http.MethodPut:
		return "set" + noun
	case http.MethodDelete:
		return "delete" + singular(noun)
	}
	if one {
		return "get" + singular(noun)
	}
	if r.lists(d) {
		return "list" + noun
	}
	return "get" + noun
}

// lists reports an answer that is a page of a list.
func (r *Route) lists(d *document) bool {
	if r.out == nil {
		return false
	}
	ref, _ := r.out(d.schemas)["$ref"].(string)
	return strings.HasSuffix(ref, "List")
}

// capitals writes password-reset as PasswordReset.
func capitals(words string) string {
	name := ""
	for _, word := range strings.FieldsFunc(words, func(c rune) bool { return c == '-' || c == '.' }) {
		name += domain.Capital(word)
	}
	return name
}

// singular is one of what a path names in the plural.
func singular(noun string) string {
	if stem, ok := strings.CutSuffix(noun, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(noun, "s")
}
