package web

import (
	"strings"

	"ringfence/domain"
)

func (r *Route) parameters() []any {
	var list []any
	for _, part := range strings.Split(r.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			list = append(list, parameter("path", strings.TrimSuffix(name, "}"), "", Node{"type": "string"}, true))
		}
	}
	kinds := map[paramKind]string{textParam: "string", intParam: "integer", timeParam: "string"}
	for _, p := range r.query {
		list = append(list, parameter("query", p.name, p.about, Node{"type": kinds[p.kind]}, false))
	}
	if r.key != noKey {
		list = append(list, parameter("header", "Idempotency-Key",
			"The same key and payload get the same answer for 24 hours",
			Node{"type": "string"}, r.key == keyRequired))
	}
	if r.versioned {
		list = append(list, parameter("header", "If-Match", "ETag of the version that is changed",
			Node{"type": "string"}, false))
	}
	return list
}

func parameter(in, name, about string, s Node, required bool) Node {
	p := Node{"in": in, "name": name, "schema": s, "required": required}
	if about != "" {
		p["description"] = about
	}
	return p
}

func (r *Route) inputSchema(Definitions) Node {
	members, required := Node{}, []string{}
	for i := range r.in {
		f := &r.in[i]
		members[f.Name] = fieldSchema(f)
		if f.Required && !r.partial {
			required = append(required, f.Name)
		}
	}
	return Node{"type": "object", "properties": members, "required": required, "additionalProperties": false}
}

func fieldSchema(f *domain.Field) Node {
	s := Node{"type": "string", "description": f.Label}
	switch f.Kind {
	case domain.Bool:
		return Node{"type": "boolean", "description": f.Label}
	case domain.Choice:
		s["enum"] = f.Options
		return s
	}
	describeKind(s, f.Kind)
	if f.Kind != domain.Secret {
		s["maxLength"] = f.MaxLength()
	}
	if f.Required {
		s["minLength"] = 1
		return s
	}
	s["type"] = []string{"string", "null"}
	return s
}

// describeKind adds the format of a kind of field, and an example.
func describeKind(node Node, kind domain.Kind) {
	if format := formats[kind]; format != "" {
		node["format"] = format
	}
	if example := examples[kind]; example != "" {
		node["examples"] = []string{example}
	}
}

var formats = map[domain.Kind]string{domain.Email: "email", domain.Date: "date"}

var examples = map[domain.Kind]string{
	domain.Email: "name@example.org", domain.Date: "2026-03-27",
	domain.NINumber: "AB123456C", domain.SortCode: "309430", domain.Account: "00733445",
}
