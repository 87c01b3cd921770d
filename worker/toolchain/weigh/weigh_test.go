package main

import (
	"os"
	"strings"
	"testing"
)

func TestModuleOf(t *testing.T) {
	for symbol, want := range map[string]string{
		"net/http.Get":                                         "std net",
		"(*net/http.Client).Do":                                "std net",
		"net/http$string.7":                                    "std net",
		"(*ringfence/store/db/file.DB).Close":                  "ringfence/store",
		"ringfence/domain.Roles":                               "ringfence/domain",
		"github.com/golang-jwt/jwt/v5.Parse":                   "github.com/golang-jwt/jwt/v5",
		"(github.com/a-h/templ.X).Render":                      "github.com/a-h/templ",
		"rsc.io/qr/coding.Encode":                              "rsc.io/qr",
		"slices.SortFunc[[]net/http.T,net/http.T]":             "std slices",
		"reflect/types.type:pointer:named:rsc.io/qr.Code":      "rsc.io/qr",
		"reflect/types.type:struct:{a:named:net/http.Client}":  shared,
		"interface:{Error:func:{}{basic:string}}.Error$invoke": shared,
		"(struct{net.Conn}).Read$invoke":                       shared,
		"malloc":                                               fromC,
		"embed/file_1f8ebd5172d50124346690ae18a2056e":          embedded,
		"main.main": "ringfence/worker",
		merged:      merged,
	} {
		if got := moduleOf(symbol); got != want {
			t.Errorf("moduleOf(%q) = %q, want %q", symbol, got, want)
		}
	}
}

// TestWeigh: the parts add up to what the sections of the map have, each counted once.
func TestWeigh(t *testing.T) {
	file, err := os.Open("testdata/small.map")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	weights, err := weigh(file)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	if err := print(&table, weights); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"| std net | 8192 | 16 | 8208 |\n", // a function, a string
		"| the rest | 51 | 24 | 75 |\n",    // strlen, once; two variables; nothing of .bss
		"| all | 8243 | 40 | 8283 |\n",
	} {
		if !strings.Contains(table.String(), line) {
			t.Errorf("no %q in\n%s", line, table.String())
		}
	}
}
