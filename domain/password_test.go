package domain_test

import (
	"strings"
	"testing"

	"ringfence/domain"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	about := []string{"Northgate Clinic", "northgate", "ann@northgate.example", "Ann Penhaligon"}
	for pass, want := range map[string]string{
		"":                             "too-short",
		"1234567":                      "too-short",
		"ééééééé":                      "too-short", // 7 characters, 14 bytes
		"éééééééé":                     "",
		"        ":                     "", // characters are characters
		"tr0ub4dor":                    "",
		strings.Repeat("long ", 5_000): "",
		"northgate":                    "guessable",
		"NorthGate Clinic":             "guessable",
		"northgateclinic":              "guessable",
		"ANN@northgate.example":        "guessable",
		"annpenhaligon":                "guessable",
		"ringfence":                    "guessable",
		"Ringfence2026":                "guessable",
		"ring fence1":                  "guessable",
		"northgate by the sea":         "",
		"ringfence-demo-passphrase":    "",
	} {
		got := ""
		if bad := domain.CheckPassword("new", pass, about...); bad != nil {
			got = bad.Code
			if bad.Field != "new" {
				t.Errorf("names %q", bad.Field)
			}
		}
		if got != want {
			t.Errorf("%.30q: %q, want %q", pass, got, want)
		}
	}
}
