package tests

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// contract is the server's OpenAPI document, with its schemas compiled.
type contract struct {
	document   any
	operations []operation
	problem    *jsonschema.Schema
}

// operation is a route of the document.
type operation struct {
	method, path string
	matches      *regexp.Regexp
	Hosts        []string `json:"x-hosts"`
	Roles        []string `json:"x-roles"`
	Module       string   `json:"x-module"`
	Responses    map[string]*response
	schemas      map[string]*jsonschema.Schema // by status and content type
}

// response is one of an operation's, or the name of one among the components.
type response struct {
	Ref     string `json:"$ref"`
	Content map[string]any
}

// fetchContract reads the document of the suite's server.
func fetchContract() (*contract, error) {
	a, err := public("localhost").try(context.Background(), "GET", "/api/openapi.json", "")
	if err != nil {
		return nil, err
	}
	c := &contract{}
	if c.document, err = jsonschema.UnmarshalJSON(strings.NewReader(a.text)); err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("openapi.json", c.document); err != nil {
		return nil, err
	}
	if c.problem, err = compiler.Compile("openapi.json#/components/schemas/Problem"); err != nil {
		return nil, err
	}
	return c, c.read([]byte(a.text), compiler)
}

func (c *contract) read(text []byte, compiler *jsonschema.Compiler) error {
	var document struct {
		Paths      map[string]map[string]*operation
		Components struct{ Responses map[string]*response }
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return err
	}
	for path, methods := range document.Paths {
		for method, op := range methods {
			op.method, op.path, op.matches = strings.ToUpper(method), path, pattern(path)
			op.resolve(document.Components.Responses)
			if err := op.compile(compiler, method); err != nil {
				return err
			}
			c.operations = append(c.operations, *op)
		}
	}
	// An address is of the path that spells it out before it is of one with a placeholder.
	slices.SortStableFunc(c.operations, func(a, b operation) int { return strings.Count(a.path, "{") - strings.Count(b.path, "{") })
	return nil
}

var placeholder = regexp.MustCompile(`\\\{[^/]+\\\}`)

// pattern matches the addresses of a path with {placeholders}.
func pattern(path string) *regexp.Regexp {
	return regexp.MustCompile("^" + placeholder.ReplaceAllString(regexp.QuoteMeta(path), "[^/]+") + "$")
}

// resolve fetches what the responses refer to.
func (op *operation) resolve(shared map[string]*response) {
	for _, r := range op.Responses {
		if name := strings.TrimPrefix(r.Ref, "#/components/responses/"); r.Ref != "" {
			r.Content = shared[name].Content
		}
	}
}

func (op *operation) compile(compiler *jsonschema.Compiler, method string) (err error) {
	op.schemas = map[string]*jsonschema.Schema{}
	for status, response := range op.Responses {
		for kind := range response.Content {
			at := "openapi.json#/paths/" + escape(op.path) + "/" + method + "/responses/" + status
			if response.Ref != "" {
				at = "openapi.json" + response.Ref
			}
			at += "/content/" + escape(kind) + "/schema"
			if op.schemas[status+" "+kind], err = compiler.Compile(at); err != nil {
				return err
			}
		}
	}
	return nil
}

// escape writes a name as part of a JSON pointer in a fragment.
func escape(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(name)
}

// TestOpenAPI holds the document against OpenAPI's own schema.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	text, err := os.Open("testdata/openapi-3.1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	official, err := jsonschema.UnmarshalJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi-3.1.schema.json", official); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("openapi-3.1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(api.document); err != nil {
		t.Error(err)
	}
}
