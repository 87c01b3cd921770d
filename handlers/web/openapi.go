package web

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"ringfence/domain"
)

// OpenAPI writes the OpenAPI 3.1 document of the wings' JSON routes, with the
// hosts, roles and the module of each as x-hosts, x-roles and x-module, and every refusal that
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
	op := Node{"summary": r.summary, "operationId": name, "responses": responses, "x-hosts": r.hostNames()}
	if params := r.parameters(); params != nil {
		op["parameters"] = params
	}
	if r.in != nil {
		body := Named(domain.Capital(name)+"Request", r.inputSchema)(Definitions(d.schemas))
		op["requestBody"] = Node{"required": !r.in.Optional(), "content": Node{JSONType: Node{"schema": body}}}
	}
	if r.file > 0 {
		op["requestBody"] = Node{"required": true, "content": r.anyOf()}
	}
	if r.access.open {
		op["security"] = []any{}
	} else {
		op["security"] = []any{Node{"bearer": []any{}}, Node{"cookie": []any{}}}
		op["x-roles"] = r.roles().Names()
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
	if r.media != "" {
		content[r.media] = Node{"schema": Node{"type": "string"}}
	}
	if r.types != nil && !r.mutates() {
		content = r.anyOf()
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

// anyOf is the content of a file: one of the route's types.
func (r *Route) anyOf() Node {
	content := Node{}
	for _, mediaType := range r.types {
		content[mediaType] = Node{"schema": Node{"contentMediaType": mediaType}}
	}
	return content
}
