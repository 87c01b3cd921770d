package handlers

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write openapi.json anew")

// TestOpenAPI: the committed document is the one that the route table gives.
// Mend with: go test ./handlers -run TestOpenAPI -update
func TestOpenAPI(t *testing.T) {
	want, err := generateOpenAPI(routes())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if openAPIDocument != string(want) {
		t.Error("openapi.json is not what the route table gives; run: go test ./handlers -run TestOpenAPI -update")
	}
}
