package pages_test

import (
	"testing"

	"ringfence/handlers/identity"
	"ringfence/handlers/record"

	"golang.org/x/net/html"
)

func TestErrorSummary(t *testing.T) {
	doc := render(t, record.Form(edit()))
	summary := byClass(doc, "nhsuk-error-summary")
	if summary == nil {
		t.Fatal("no summary")
	}
	got := map[string]string{}
	for _, link := range named(summary, "a") {
		got[text(link)] = attr(link, "href")
	}
	for message, href := range map[string]string{
		"Enter the given name":           "#given_name",
		"Start date must be a real date": "#start_date-day",
	} {
		if got[message] != href {
			t.Errorf("%q leads to %q, want %q", message, got[message], href)
		}
	}
	if len(got) != 4 || len(named(summary, "li")) != 5 {
		t.Errorf("links %v among %d errors: want 4 of 5, the last being of no field", got, len(named(summary, "li")))
	}
	for i, want := range []string{"#given_name", "#email", "#start_date-day", "#ni_number"} {
		if got := attr(named(summary, "a")[i], "href"); got != want {
			t.Errorf("error %d leads to %q, want %q: not the form's order", i, got, want)
		}
	}
	if !has(summary, "autofocus") || attr(summary, "tabindex") != "-1" {
		t.Error("the summary does not take the focus")
	}
}

func TestTitle(t *testing.T) {
	for name, want := range map[string]string{
		"add":         "Add an employee – Northgate Clinic – Ringfence",
		"edit-errors": "Error: Edit Grace Okafor – Northgate Clinic – Ringfence",
		"login-wrong": "Error: Sign in – Northgate Clinic – Ringfence",
		"public":      "Each organisation's records, in a ring of their own – Ringfence",
	} {
		if got := text(named(render(t, samples()[name]), "title")[0]); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestField(t *testing.T) {
	known := ids(render(t, record.Form(edit())))
	for id, want := range map[string]map[string]string{
		"given_name":       {"aria-invalid": "true", "aria-describedby": "given_name-error", "autocomplete": "off"},
		"family_name":      {"value": "Okafor", "aria-invalid": "", "aria-describedby": ""},
		"ni_number":        {"aria-describedby": "ni_number-hint ni_number-error"},
		"start_date-day":   {"value": "3", "name": "start_date-day", "inputmode": "numeric"},
		"start_date-month": {"value": "13"},
		"start_date-year":  {"value": "2026"},
		"review":           {"type": "date", "value": "2026-12-01"},
		"pin":              {"type": "password", "value": ""},
		"sort_code":        {"inputmode": "numeric"},
	} {
		for key, value := range want {
			if got := attr(known[id], key); got != value {
				t.Errorf("%s: %s=%q, want %q", id, key, got, value)
			}
		}
	}
	if got := text(known["address"]); got != "12 Mill Lane York" {
		t.Errorf("the address shows %q", got)
	}
	if got := selected(known["manager_id"]); got != "e2" {
		t.Errorf("the manager selected is %q", got)
	}
}

func TestVersion(t *testing.T) {
	for _, n := range named(render(t, record.Form(edit())), "input") {
		if attr(n, "name") == "version" && attr(n, "type") == "hidden" && attr(n, "value") == "7" {
			return
		}
	}
	t.Error("the form does not carry the version")
}

func selected(n *html.Node) string {
	for _, option := range named(n, "option") {
		if has(option, "selected") {
			return attr(option, "value")
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func byClass(doc *html.Node, class string) *html.Node {
	for _, n := range elements(doc) {
		if attr(n, "class") == class {
			return n
		}
	}
	return nil
}

// inMain is the first form of the page's own.
func inMain(doc *html.Node) *html.Node { return named(ids(doc)["maincontent"], "form")[0] }

// A form with a file is sent in the one way that carries one.
func TestFileField(t *testing.T) {
	doc := render(t, identity.Logo(logo(nil)))
	input := ids(doc)["file"]
	if form := inMain(doc); attr(form, "enctype") != "multipart/form-data" {
		t.Errorf("enctype %q", attr(form, "enctype"))
	}
	if attr(input, "type") != "file" || attr(input, "accept") != "image/png" || has(input, "value") {
		t.Errorf("type %q, accept %q", attr(input, "type"), attr(input, "accept"))
	}
	if form := inMain(render(t, record.Form(edit()))); has(form, "enctype") {
		t.Error("a form without a file is sent as one with")
	}
}
