package tests

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
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
	for _, pattern := range []string{"*_test.go", "../domain/*_test.go", "../domain/*/*_test.go", "../handlers/*_test.go", "../handlers/*/*_test.go",
		"../store/*_test.go", "../store/*/*_test.go", "../store/*/*/*_test.go", "../worker/*_test.go"} {
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

// Every requirement that is said to be met names a test, or asks for an absence.
func TestASVSRows(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/asvs.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, line := range strings.Split(string(text), "\n") {
		if !regexp.MustCompile(`^\| \d+\.\d+\.\d+`).MatchString(line) {
			continue
		}
		cell := strings.Split(strings.Trim(line, "| "), " | ")
		rows++
		how, shown := cell[3], append(cell, "")[4]
		unmet := strings.HasPrefix(how, "n/a: ") || strings.HasPrefix(how, "**Gap**: ")
		if !unmet && shown != "–" && !strings.Contains(shown, "Test") {
			t.Errorf("no test: %s", line)
		}
	}
	if rows < 100 {
		t.Errorf("only %d requirements", rows)
	}
}
