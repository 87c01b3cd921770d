package handlers

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/assets"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// render answers with a page.
func (c *call) render(status int, page templ.Component) error {
	var buf bytes.Buffer
	if err := page.Render(c.ctx(), &buf); err != nil {
		return err
	}
	c.respond(status, "text/html; charset=utf-8", buf.Bytes())
	return nil
}

// redirect answers a form: see there (303).
func (c *call) redirect(to string) error {
	c.w.Header().Set("Location", to)
	c.respond(http.StatusSeeOther, "", nil)
	return nil
}

// commitTo makes a form's change and leads to a page.
func (c *call) commitTo(change *store.Change, to string) error {
	if err := c.tenant.Commit(c.ctx(), change, store.Answer{}); err != nil {
		return err
	}
	return c.redirect(to)
}

// shell is what surrounds a page for whoever asks; access is nil for nobody.
func (c *call) shell(title string, access *store.Access) pages.Shell {
	s := pages.Shell{Title: title, CSS: assets.Path("app.css"), Icon: assets.Path("icon.svg"), Version: c.app.cfg.Version}
	if c.tenant != nil {
		s.Organisation = c.tenant.Info().Name
	}
	if access != nil {
		s.SignedIn, s.UserName, s.RoleLabel = true, access.User.Name, access.User.Role.Label()
		s.Nav = c.menu(access)
	}
	return s
}

// menu are the routes with a label that this caller may go to.
func (c *call) menu(access *store.Access) []pages.NavItem {
	var items []pages.NavItem
	now := c.app.cfg.Now().UnixMilli()
	for _, r := range c.app.menu {
		if access.MFAMissing && !r.enrols || !r.access.roles.Has(access.User.Role) || access.Window.Admit(now, access.User.Role, r.module, r.outside) != nil {
			continue
		}
		href := strings.TrimSuffix(r.path, "{$}")
		items = append(items, pages.NavItem{Label: r.menu, Href: href, Current: c.under(href)})
	}
	return items
}

func (c *call) under(href string) bool {
	return c.r.URL.Path == href || href != "/" && strings.HasPrefix(c.r.URL.Path, href+"/")
}

// failPage shows a refusal. Who is not signed in is led to do so, and who has
// yet to set up a second factor to where that is done.
func (c *call) failPage(e *domain.Error, k kind) {
	if e.Code == "unauthenticated" {
		if err := c.redirect("/login" + next(c.r)); err == nil {
			return
		}
	}
	if e.Code == domain.ErrEnrolment.Code {
		if err := c.redirect("/account"); err == nil {
			return
		}
	}
	page := pages.ProblemPage{Shell: c.shell(k.title, nil), Status: strconv.Itoa(k.status), Detail: e.Message, RequestID: c.id, Actions: ways[e.Code]}
	if page.Actions == nil {
		page.Actions = []pages.Link{{Label: "Go to the start page", Href: "/"}}
	}
	if err := c.render(k.status, pages.Problem(page)); err != nil {
		c.respond(k.status, problemType, c.problem(e))
	}
}

// ways lead on from a refusal, where the start page would not.
var ways = map[string][]pages.Link{
	"sso-failed":        {{Label: "Go back to sign in", Href: "/login"}},
	"sso-not-connected": {{Label: "Go back to sign in", Href: "/login"}},
	"sso-unavailable":   {{Label: "Go back to sign in", Href: "/login"}},
	"sign-in-again":     {{Label: "Sign in again", Href: "/login?next=%2Faccount"}},
	"identity-taken":    {{Label: "Go back to single sign-on", Href: "/account/sso"}},
	"last-way-in":       {{Label: "Go back to single sign-on", Href: "/account/sso"}},
}

// paged cuts the one too many off the list that a page shows, and leads on from it.
func paged[T any](c *call, list []T, limit int, cursor func(T) string) (items []T, p pages.Pagination) {
	q := c.r.URL.Query()
	if q.Has("cursor") {
		q.Del("cursor")
		p.FirstHref = c.r.URL.Path + "?" + q.Encode()
	}
	if len(list) > limit {
		list = list[:limit]
		q.Set("cursor", cursor(list[limit-1]))
		p.NextHref = c.r.URL.Path + "?" + q.Encode()
	}
	return list, p
}

// next remembers where a reader wanted to go.
func next(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == "/" {
		return ""
	}
	return "?next=" + url.QueryEscape(r.URL.Path)
}

// assetFile answers GET /assets/… on the native host.
func assetFile(c *call) error {
	missing := false
	h := assets.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { missing = true }))
	h.ServeHTTP(c.w, c.r)
	if missing {
		return domain.ErrNotFound
	}
	c.status = http.StatusOK
	return nil
}

// publicPage answers GET / at the base domain.
func publicPage(c *call) error {
	return c.render(http.StatusOK, pages.Public(pages.PublicPage{Shell: c.shell("Ringfence", nil), BaseDomain: c.app.base}))
}

// when writes a time for a reader.
func when(ms int64) string { return time.UnixMilli(ms).UTC().Format("2 January 2006, 15:04") + " UTC" }

func day(ms int64) string { return time.UnixMilli(ms).UTC().Format("2 January 2006") }

// date writes YYYY-MM-DD for a reader.
func date(value string) string {
	t, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return value
	}
	return t.Format("2 January 2006")
}

// fieldErrors are a refusal's fields as a form shows them.
func fieldErrors(err *domain.Error) []pages.FieldError {
	var list []pages.FieldError
	for _, f := range err.Fields {
		list = append(list, pages.FieldError{Field: f.Field, Message: f.Message})
	}
	return list
}
