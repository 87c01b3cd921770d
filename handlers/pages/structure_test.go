package pages_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestEveryPage(t *testing.T) {
	for name, sample := range samples() {
		doc := render(t, sample)
		t.Run(name+"/landmarks", func(t *testing.T) { landmarks(t, doc) })
		t.Run(name+"/references", func(t *testing.T) { references(t, doc) })
		t.Run(name+"/labels", func(t *testing.T) { labels(t, doc) })
		t.Run(name+"/secrets", func(t *testing.T) { secrets(t, doc) })
		t.Run(name+"/out", func(t *testing.T) { out(t, doc) })
	}
}

func landmarks(t *testing.T, doc *html.Node) {
	for _, tag := range []string{"header", "main", "footer", "h1", "title"} {
		if n := len(named(doc, tag)); n != 1 {
			t.Errorf("%d elements <%s>, want one", n, tag)
		}
	}
	if lang := attr(named(doc, "html")[0], "lang"); lang != "en-GB" {
		t.Errorf("language %q", lang)
	}
	if first := named(doc, "a")[0]; attr(first, "href") != "#maincontent" {
		t.Errorf("the first link is %q, not the skip link", text(first))
	}
}

// references checks that an id stands once, and that what refers to one finds it.
func references(t *testing.T, doc *html.Node) {
	known, seen := ids(doc), map[string]bool{}
	for _, n := range elements(doc) {
		if id := attr(n, "id"); id != "" && seen[id] {
			t.Errorf("id %q stands twice", id)
		}
		seen[attr(n, "id")] = true
		wanted := attr(n, "for") + " " + attr(n, "aria-describedby") + " " + attr(n, "aria-labelledby")
		if fragment, ok := strings.CutPrefix(attr(n, "href"), "#"); ok {
			wanted += " " + fragment
		}
		for _, id := range strings.Fields(wanted) {
			if known[id] == nil {
				t.Errorf("<%s> refers to %q, which is not on the page", n.Data, id)
			}
		}
	}
}

func labels(t *testing.T, doc *html.Node) {
	labelled := map[string]bool{}
	for _, n := range named(doc, "label") {
		labelled[attr(n, "for")] = text(n) != ""
	}
	for _, n := range elements(doc) {
		control := n.Data == "input" && attr(n, "type") != "hidden" || n.Data == "select" || n.Data == "textarea"
		if control && !labelled[attr(n, "id")] {
			t.Errorf("%q has no label", attr(n, "name"))
		}
	}
}

// secrets: what is secret is masked, and a password manager knows which it is
// (ASVS 6.2.6 and 6.2.7).
func secrets(t *testing.T, doc *html.Node) {
	for _, n := range named(doc, "input") {
		name, masked := attr(n, "name"), attr(n, "type") == "password"
		secret := name == "password" || name == "current" || name == "new" || name == "client_secret"
		if secret && !masked || masked && attr(n, "autocomplete") == "" {
			t.Errorf("%q is of type %q and autocomplete %q", name, attr(n, "type"), attr(n, "autocomplete"))
		}
	}
}

// out: who is signed in can sign out from every page, with one button (ASVS 7.4.4).
func out(t *testing.T, doc *html.Node) {
	signedIn, forms := strings.Contains(text(doc), shell("").UserName), 0
	for _, n := range named(doc, "form") {
		if attr(n, "action") == "/logout" && attr(n, "method") == "post" {
			forms++
		}
	}
	if signedIn != (forms == 1) {
		t.Errorf("signed in: %t, ways out: %d", signedIn, forms)
	}
}

// ours is a script of the application's own, by its address.
func ours(n *html.Node) bool {
	return strings.HasPrefix(attr(n, "src"), "/assets/") && n.FirstChild == nil
}

// The content security policy refuses what this finds.
func TestNothingInline(t *testing.T) {
	each(t, func(t *testing.T, n *html.Node) {
		if n.Data == "script" && !ours(n) || n.Data == "style" {
			t.Errorf("a <%s> element", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "data:") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	})
}
