package handlers

import (
	"testing"

	"ringfence/handlers/golden"
	"ringfence/handlers/web"
)

// TestOpenAPI: the committed document is the one that the route table gives.
// Mend with: go test ./handlers/... -run TestOpenAPI -update
func TestOpenAPI(t *testing.T) {
	got, err := web.OpenAPI(newApp(t).wings())
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "openapi.json", string(got))
}
