package tests

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// docs/asvs.md names no test that is not there.
func TestASVS(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/asvs.md")
	if err != nil {
		t.Fatal(err)
	}
	var sources []byte
	for _, pattern := range []string{"*_test.go", "../domain/*_test.go", "../handlers/*_test.go", "../handlers/*/*_test.go", "../store/*_test.go", "../store/*/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sources = append(sources, content...)
		}
	}
	there := map[string]bool{}
	for _, found := range regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`).FindAllSubmatch(sources, -1) {
		there[string(found[1])] = true
	}
	names := regexp.MustCompile(`\bTest[A-Z]\w+`).FindAllString(string(text), -1)
	for _, name := range names {
		if !there[name] {
			t.Errorf("there is no %s", name)
		}
	}
	if len(names) < 50 {
		t.Errorf("only %d tests are named", len(names))
	}
}
