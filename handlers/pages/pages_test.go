package pages_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"ringfence/handlers/record"
)

func render(t *testing.T, c templ.Component) *html.Node {
	t.Helper()
	var buf bytes.Buffer
	if err := c.Render(t.Context(), &buf); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// each calls do for every element of every sample, under the sample's name.
func each(t *testing.T, do func(t *testing.T, n *html.Node)) {
	t.Helper()
	for name, sample := range samples() {
		t.Run(name, func(t *testing.T) {
			for _, n := range elements(render(t, sample)) {
				do(t, n)
			}
		})
	}
}

func elements(doc *html.Node) []*html.Node {
	var found []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			found = append(found, n)
		}
	}
	return found
}

func named(doc *html.Node, tag string) []*html.Node {
	var found []*html.Node
	for _, n := range elements(doc) {
		if n.Data == tag {
			found = append(found, n)
		}
	}
	return found
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func ids(doc *html.Node) map[string]*html.Node {
	found := map[string]*html.Node{}
	for _, n := range elements(doc) {
		if id := attr(n, "id"); id != "" {
			found[id] = n
		}
	}
	return found
}

// TestPrinted: a page on paper says whose it is; one that nobody is signed in
// for does not.
func TestPrinted(t *testing.T) {
	s := shell("Employees")
	s.Now = "24 November 2026, 06:54"
	page := record.ListPage{Shell: s}
	if got := text(byClass(render(t, record.List(page)), "rf-print")); got != "Printed by Amira Hughes on 24 November 2026, 06:54" {
		t.Errorf("%q", got)
	}
	page.SignedIn = false
	if byClass(render(t, record.List(page)), "rf-print") != nil {
		t.Error("nobody has printed it")
	}
}
