package pages_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Attempts to break out of text, of an attribute, and of an address.
var attempts = map[string]string{
	"element":   `</title></textarea></select><script>alert(1)</script>`,
	"attribute": `" onmouseover="alert(1)" autofocus onfocus='alert(1)'`,
	"address":   `javascript:alert(1)`,
	"data":      `data:text/html,<script>alert(1)</script>`,
}

func TestEscaping(t *testing.T) {
	for name, attempt := range attempts {
		for page, component := range filled(attempt, true) {
			t.Run(name+"/"+page, func(t *testing.T) {
				doc := render(t, component)
				if !strings.Contains(text(doc), strings.Join(strings.Fields(attempt), " ")) {
					t.Error("the text is not on the page")
				}
				harmless(t, doc)
			})
		}
		for page, component := range filled(attempt, false) {
			t.Run(name+"/"+page+" without flags", func(t *testing.T) { harmless(t, render(t, component)) })
		}
	}
}

func harmless(t *testing.T, doc *html.Node) {
	for _, n := range elements(doc) {
		if n.Data == "script" && (attr(n, "type") != "module" || n.FirstChild != nil) {
			t.Error("a script got in")
		}
		for _, a := range n.Attr {
			address := a.Key == "href" || a.Key == "action" || a.Key == "src"
			hostile := strings.HasPrefix(a.Val, "javascript:") || strings.HasPrefix(a.Val, "data:")
			if strings.HasPrefix(a.Key, "on") || address && hostile {
				t.Errorf("<%s %s=%q> got in", n.Data, a.Key, a.Val)
			}
		}
	}
}

// TestEveryPageIsFilled: a page that is added is added here.
func TestEveryPageIsFilled(t *testing.T) {
	sources, err := filepath.Glob("../*/*.templ")
	if err != nil || len(sources) == 0 {
		t.Fatal(sources, err)
	}
	declared, pages := regexp.MustCompile(`(?m)^templ ([A-Z]\w*)\(m \w*Page\)`), filled("x", true)
	for _, source := range sources {
		content, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range declared.FindAllStringSubmatch(string(content), -1) {
			if page := filepath.Base(filepath.Dir(source)) + "." + name[1]; pages[page] == nil {
				t.Errorf("%s is filled with nothing", page)
			}
		}
	}
}
