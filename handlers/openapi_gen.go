//go:build !js

package handlers

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"ringfence/domain"
)

// generateOpenAPI writes the OpenAPI 3.1 document of a route table: its JSON
// routes, with the roles and the module of each as x-roles and x-module.
func generateOpenAPI(table []route) ([]byte, error) {
	paths := map[string]any{}
	for i := range table {
		r := &table[i]
		if r.page || r.devOnly {
			continue
		}
		methods, _ := paths[r.path].(map[string]any)
		if methods == nil {
			methods = map[string]any{}
			paths[r.path] = methods
		}
		methods[strings.ToLower(r.method)] = r.operation()
	}
	return json.MarshalIndent(map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": "Ringfence", "version": "1",
			"description": "Each organisation is reached at its own hostname. Errors are application/problem+json (RFC 9457)."},
		"servers": []any{map[string]any{"url": "/"}},
		"paths":   paths,
		"components": map[string]any{
			"schemas": map[string]any{"Problem": problemSchema()},
			"securitySchemes": map[string]any{
				"bearer": map[string]any{"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
				"cookie": map[string]any{"type": "apiKey", "in": "cookie", "name": sessionCookie},
			},
		},
	}, "", " ")
}

func problemSchema() schema {
	types := make([]string, 0, len(kinds))
	for code := range kinds {
		types = append(types, "/problems/"+code)
	}
	slices.Sort(types)
	field := object(prop{"field", text(), false}, prop{"code", text(), false}, prop{"message", text(), false})
	return object(prop{"type", oneOf(types...), false}, prop{"title", text(), false}, prop{"status", integer(), false},
		prop{"detail", text(), false}, prop{"instance", text(), false}, prop{"errors", listOf(field), true})
}

func (r *route) operation() map[string]any {
	op := map[string]any{"summary": r.summary, "operationId": r.operationID(), "responses": r.responses()}
	if params := r.parameters(); params != nil {
		op["parameters"] = params
	}
	if r.in != nil {
		op["requestBody"] = map[string]any{"required": !r.in.Optional(), "content": map[string]any{jsonType: map[string]any{"schema": r.inputSchema()}}}
	}
	if r.access.open {
		op["security"] = []any{}
	} else {
		op["security"] = []any{map[string]any{"bearer": []any{}}, map[string]any{"cookie": []any{}}}
		op["x-roles"] = r.access.roles.Names()
	}
	if r.module != domain.Core {
		op["x-module"] = string(r.module)
	}
	return op
}

// operationID is the method and the path's words: "get_api_hr_employees_id".
func (r *route) operationID() string {
	return strings.ToLower(r.method) + strings.NewReplacer("/", "_", "{", "", "}", "", "-", "_", ".", "_").Replace(r.path)
}

func (r *route) responses() map[string]any {
	ok := map[string]any{"description": "Success", "headers": map[string]any{"X-Request-Id": map[string]any{"schema": text()}}}
	if r.out != nil {
		ok["content"] = map[string]any{jsonType: map[string]any{"schema": r.out}}
	}
	out := map[string]any{strconv.Itoa(r.status): ok, "default": map[string]any{
		"description": "A problem",
		"content":     map[string]any{problemType: map[string]any{"schema": schema{"$ref": "#/components/schemas/Problem"}}},
	}}
	if r.path == "/readyz" {
		out["503"] = map[string]any{"description": "Not ready", "content": ok["content"]}
	}
	return out
}

func (r *route) parameters() []any {
	var list []any
	for _, part := range strings.Split(r.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			list = append(list, parameter("path", strings.TrimSuffix(name, "}"), "", text(), true))
		}
	}
	kinds := map[paramKind]schema{textParam: text(), intParam: integer(), timeParam: text()}
	for _, p := range r.query {
		list = append(list, parameter("query", p.name, p.about, kinds[p.kind], false))
	}
	if r.key != noKey {
		list = append(list, parameter("header", "Idempotency-Key", "The same key and payload get the same answer for 24 hours", text(), r.key == keyRequired))
	}
	if slices.Contains(r.problems, "precondition-failed") {
		list = append(list, parameter("header", "If-Match", "ETag of the version that is changed", text(), false))
	}
	return list
}

func parameter(in, name, about string, s schema, required bool) map[string]any {
	p := map[string]any{"in": in, "name": name, "schema": s, "required": required}
	if about != "" {
		p["description"] = about
	}
	return p
}

func (r *route) inputSchema() schema {
	members, required := map[string]any{}, []string{}
	for i := range r.in {
		f := &r.in[i]
		members[f.Name] = fieldSchema(f)
		if f.Required && !r.partial {
			required = append(required, f.Name)
		}
	}
	return schema{"type": "object", "properties": members, "required": required, "additionalProperties": false}
}

func fieldSchema(f *domain.Field) schema {
	s := schema{"type": "string", "description": f.Label}
	switch f.Kind {
	case domain.Bool:
		return schema{"type": "boolean", "description": f.Label}
	case domain.Choice:
		s["enum"] = f.Options
		return s
	}
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
