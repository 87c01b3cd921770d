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

func (r *Route) inputSchema(Definitions) Node { return membersSchema(r.in, r.partial) }

// membersSchema is an object with the fields; of a partial one none is required.
func membersSchema(fields domain.Fields, partial bool) Node {
	members, required := Node{}, []string{}
	for i := range fields {
		f := &fields[i]
		members[f.Name] = fieldSchema(f)
		if f.Required && !partial {
			required = append(required, f.Name)
		}
	}
	return Node{"type": "object", "properties": members, "required": required, "additionalProperties": false}
}

func fieldSchema(f *domain.Field) Node {
	s := kindSchema(f.Kind, f.Options)
	s["description"] = f.Label
	if f.Kind == domain.Choice {
		return orNullUnless(f.Required, s)
	}
	if f.Type() == domain.String && f.Kind != domain.Secret {
		s["maxLength"] = f.MaxLength()
	}
	if f.Type() == domain.String && f.Required {
		s["minLength"] = 1
	}
	return orNullUnless(f.Required, s)
}

// orNullUnless lets null stand for a value that need not be there.
func orNullUnless(required bool, s Node) Node {
	if !required && s["enum"] == nil {
		s["type"] = []string{s["type"].(string), "null"}
	} else if !required {
		return Node{"anyOf": []any{s, Node{"type": "null"}}}
	}
	return s
}

// kindSchema is the JSON of a kind's values.
func kindSchema(kind *domain.Kind, options []string) Node {
	types := map[domain.PairType]string{domain.String: "string", domain.Boolean: "boolean", domain.Number: "integer", domain.Array: "array", domain.Struct: "object"}
	if kind == nil {
		kind = domain.Text
	}
	node := Node{"type": types[kind.Type]}
	if kind.Fraction {
		node["type"] = "number"
	}
	if kind.Type == domain.Array {
		node["items"] = itemSchema(kind)
	}
	if kind.Members != nil {
		node = membersSchema(kind.Members, false)
	}
	if options != nil && kind != domain.Attached { // of which they are media types
		node["enum"] = options
	}
	if kind.Format != "" {
		node["format"] = kind.Format
	}
	if kind.Example != "" {
		node["examples"] = []string{kind.Example}
	}
	return node
}

// itemSchema is what a list has: texts, or rows.
func itemSchema(kind *domain.Kind) Node {
	if kind.Rows == nil {
		return Node{"type": "string"}
	}
	return membersSchema(kind.Rows, false)
}
