package pages_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"ringfence/handlers/identity"
	"ringfence/handlers/ledger"
	"ringfence/handlers/pages"
	"ringfence/handlers/public"
	"ringfence/handlers/record"
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
		for page, component := range filled(attempt) {
			t.Run(name+"/"+page, func(t *testing.T) {
				doc := render(t, component)
				if !strings.Contains(text(doc), strings.Join(strings.Fields(attempt), " ")) {
					t.Error("the text is not on the page")
				}
				harmless(t, doc)
			})
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

// filled is every page with s in every one of its texts, and every flag set.
func filled(s string) map[string]templ.Component {
	return map[string]templ.Component{
		"passkeys":  identity.Passkeys(fill[identity.PasskeysPage](s)),
		"passkey":   identity.PasskeyNew(fill[identity.PasskeyNewPage](s)),
		"login":     identity.Login(fill[identity.LoginPage](s)),
		"home":      identity.Home(fill[identity.HomePage](s)),
		"problem":   pages.Problem(fill[pages.ProblemPage](s)),
		"employees": record.List(fill[record.ListPage](s)),
		"employee":  record.Show(fill[record.ShowPage](s)),
		"form":      record.Form(everyKind(fill[record.FormPage](s))),
		"ledger":    ledger.Ledger(fill[ledger.LedgerPage](s)),
		"sessions":  identity.Sessions(fill[identity.SessionsPage](s)),
		"public":    public.Public(fill[public.PublicPage](s)),
	}
}

// everyKind has one field of each kind in place of the first.
func everyKind(m record.FormPage) record.FormPage {
	field := m.Form.Groups[0].Fields[0]
	m.Form.Groups[0].Fields = nil
	for _, kind := range []pages.Kind{pages.Text, pages.Email, pages.Password, pages.Search, pages.Day, pages.Date, pages.Textarea, pages.Select, pages.Hidden} {
		field.Kind = kind
		m.Form.Groups[0].Fields = append(m.Form.Groups[0].Fields, field)
	}
	return m
}

func fill[T any](s string) T {
	var v T
	fillValue(reflect.ValueOf(&v).Elem(), s)
	return v
}

func fillValue(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(s)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(v.Elem(), s)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillValue(v.Index(0), s)
		fillValue(v.Index(1), s)
	case reflect.Struct:
		for i := range v.NumField() {
			fillValue(v.Field(i), s)
		}
	}
}
