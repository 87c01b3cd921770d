package web

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"ringfence/domain"
)

// OpenAPI writes the OpenAPI 3.1 document of the wings' JSON routes, with the
// roles and the module of each as x-roles and x-module, and every refusal that
// each can answer with. It fails if two operations have one name.
func OpenAPI(wings []Wing) ([]byte, error) {
	d := &document{paths: Node{}, schemas: Definitions{"Problem": problemSchema()}, responses: Node{},
		operations: map[string]string{}}
	for _, w := range wings {
		if err := d.add(w); err != nil {
			return nil, err
		}
	}
	return json.MarshalIndent(map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": "Ringfence", "version": "1",
			"description": "Each organisation is reached at its own hostname. Errors are application/problem+json (RFC 9457)."},
		"servers": []any{map[string]any{"url": "/"}},
		"tags":    d.tags,
		"paths":   d.paths,
		"components": map[string]any{
			"schemas":   d.schemas,
			"responses": d.responses,
			"securitySchemes": map[string]any{
				"bearer": map[string]any{"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
				"cookie": map[string]any{"type": "apiKey", "in": "cookie", "name": SessionCookie},
			},
		},
	}, "", " ")
}

// document is one that is being written.
type document struct {
	tags       []any
	paths      Node
	schemas    Definitions
	responses  Node              // refusals, by name
	operations map[string]string // the pattern of each operation, by its name
}

func (d *document) add(w Wing) error {
	tagged := false
	for i := range w.Routes {
		r := &w.Routes[i]
		if r.page || r.devOnly {
			continue
		}
		methods, _ := d.paths[r.path].(Node)
		if methods == nil {
			methods = Node{}
			d.paths[r.path] = methods
		}
		op := d.operation(r)
		op["tags"], tagged = []string{w.Tag}, true
		name := op["operationId"].(string)
		if other, taken := d.operations[name]; taken {
			return fmt.Errorf("web: %s and %s are both named %s", other, r.Pattern(), name)
		}
		d.operations[name] = r.Pattern()
		methods[strings.ToLower(r.method)] = op
	}
	if tagged {
		d.tags = append(d.tags, Node{"name": w.Tag, "description": w.About})
	}
	return nil
}

func (d *document) operation(r *Route) Node {
	responses := d.answers(r)
	name := r.operationName(d)
	d.refusals(r, responses)
	op := Node{"summary": r.summary, "operationId": name, "responses": responses}
	if params := r.parameters(); params != nil {
		op["parameters"] = params
	}
	if r.in != nil {
		body := Named(strings.ToUpper(name[:1])+name[1:]+"Request", r.inputSchema)(Definitions(d.schemas))
		op["requestBody"] = Node{"required": !r.in.Optional(), "content": Node{JSONType: Node{"schema": body}}}
	}
	if r.access.open {
		op["security"] = []any{}
	} else {
		op["security"] = []any{Node{"bearer": []any{}}, Node{"cookie": []any{}}}
		op["x-roles"] = r.access.roles.Names()
	}
	if r.module != domain.Core {
		op["x-module"] = string(r.module)
	}
	return op
}

// answers are the responses of a request that went well.
func (d *document) answers(r *Route) Node {
	headers := Node{"X-Request-Id": Node{"schema": Node{"type": "string"}}}
	if r.versioned || r.tagged {
		headers["ETag"] = Node{"schema": Node{"type": "string"},
			"description": "The record's version, for If-Match"}
	}
	ok := Node{"description": "Success", "headers": headers}
	content := Node{}
	if r.out != nil {
		content[JSONType] = Node{"schema": r.out(d.schemas)}
	}
	if r.either {
		content["text/html"] = Node{"schema": Node{"type": "string"}}
	}
	if len(content) > 0 {
		ok["content"] = content
	}
	out := Node{strconv.Itoa(r.status): ok}
	if r.also != 0 {
		out[strconv.Itoa(r.also)] = Node{"description": "Not now", "headers": headers, "content": content}
	}
	return out
}

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
	domain.Email: "name@example.org", domain.Date: "2026-03-27", domain.NINumber: "AB123456C", domain.SortCode: "309430", domain.Account: "00733445",
}
