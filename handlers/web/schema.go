package web

import "ringfence/domain"

// Node is a JSON Schema (2020-12), as far as the OpenAPI document needs one.
type Node = map[string]any

// Definitions are the document's named schemas, by name.
type Definitions map[string]any

// Schema writes the shape of an answer. It is a function so that a program
// that serves the finished document makes none: an instance at the edge builds
// its route table before its first answer.
type Schema func(Definitions) Node

// Text is any text.
func Text(Definitions) Node { return Node{"type": "string"} }

// Integer is a whole number.
func Integer(Definitions) Node { return Node{"type": "integer"} }

// Boolean is true or false.
func Boolean(Definitions) Node { return Node{"type": "boolean"} }

// Time is RFC 3339.
func Time(Definitions) Node { return Node{"type": "string", "format": "date-time"} }

// Email is an email address.
func Email(Definitions) Node { return Node{"type": "string", "format": "email"} }

// True is the word itself.
func True(Definitions) Node { return Node{"const": true} }

// Texts is a list of texts.
func Texts(d Definitions) Node { return ListOf(Text)(d) }

// AnyObject is an object of whatever members.
func AnyObject(Definitions) Node { return Node{"type": "object"} }

// OrNull is s, or null.
func OrNull(s Schema) Schema {
	return func(d Definitions) Node {
		node := s(d)
		if kind, ok := node["type"].(string); ok && node["enum"] == nil {
			node["type"] = []string{kind, "null"}
			return node
		}
		return Node{"anyOf": []any{node, Node{"type": "null"}}}
	}
}

// OneOf is one of the words.
func OneOf(values ...string) Schema {
	return func(Definitions) Node { return Node{"type": "string", "enum": values} }
}

// Either is one of the shapes.
func Either(shapes ...Schema) Schema {
	return func(d Definitions) Node {
		list := make([]any, len(shapes))
		for i, s := range shapes {
			list[i] = s(d)
		}
		return Node{"oneOf": list}
	}
}

// ListOf is a list.
func ListOf(item Schema) Schema {
	return func(d Definitions) Node { return Node{"type": "array", "items": item(d)} }
}

// Member is one member of an object.
type Member struct {
	name     string
	schema   Schema
	optional bool
}

// Has is a member that an object always has.
func Has(name string, s Schema) Member { return Member{name, s, false} }

// May is a member that an object may lack.
func May(name string, s Schema) Member { return Member{name, s, true} }

// Object is an object of these members and no others.
func Object(members ...Member) Schema {
	return func(d Definitions) Node {
		properties, required := Node{}, []string{}
		for _, m := range members {
			properties[m.name] = m.schema(d)
			if !m.optional {
				required = append(required, m.name)
			}
		}
		return Node{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	}
}

// Named gives a schema a name in the document, where it then stands once.
func Named(name string, s Schema) Schema {
	return func(d Definitions) Node {
		if d[name] == nil {
			d[name] = true // while it is written: a schema may refer to itself
			d[name] = s(d)
		}
		return Node{"$ref": componentPrefix + name}
	}
}

const componentPrefix = "#/components/schemas/"

// PageOf is a list's answer: a part of it, and the cursor of the next.
func PageOf(item Schema) Schema {
	return func(d Definitions) Node {
		page := Object(Has("items", ListOf(item)), Has("next", OrNull(Text)))
		if ref, ok := item(d)["$ref"].(string); ok {
			page = Named(ref[len(componentPrefix):]+"List", page)
		}
		return page(d)
	}
}

// RecordOf is a record of a table. Sealed members are absent for a role that
// may not see them.
func RecordOf(t *domain.Table, more ...Member) Schema {
	return func(d Definitions) Node {
		members := []Member{Has("id", Text)}
		for i := range t.Columns {
			c := &t.Columns[i]
			members = append(members, Member{c.Name, columnSchema(c), c.Readers != 0})
		}
		members = append(members, Has("version", Integer), Has("created_at", Time), Has("updated_at", Time))
		return Object(append(members, more...)...)(d)
	}
}

func columnSchema(c *domain.Column) Schema {
	return func(Definitions) Node {
		node := kindSchema(c.Kind, c.Options)
		node["description"] = c.Label
		if c.Required || c.Kind != nil && c.Kind.Type == domain.Array {
			return node
		}
		return orNullUnless(false, node)
	}
}
