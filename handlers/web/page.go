package web

import (
	"bytes"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"ringfence/handlers/assets"
	"ringfence/handlers/pages"
	"ringfence/store"
)

// Render answers with a page.
func (c *Call) Render(status int, page templ.Component) error {
	var buf bytes.Buffer
	if err := page.Render(c.Context(), &buf); err != nil {
		return err
	}
	c.Respond(status, "text/html; charset=utf-8", buf.Bytes())
	return nil
}

// Redirect answers a form: see there (303).
func (c *Call) Redirect(to string) error {
	c.w.Header().Set("Location", to)
	c.Respond(http.StatusSeeOther, "", nil)
	return nil
}

// CommitTo makes a form's change and leads to a page, which says that it
// worked; "" says nothing.
func (c *Call) CommitTo(change *store.Change, to, notice string) error {
	if err := c.tenant.Commit(c.Context(), change, store.Answer{}); err != nil {
		return err
	}
	if notice != "" {
		c.Say(notice)
	}
	return c.Redirect(to)
}

// LogoPath is where the organisation's logo is, if it has one.
const LogoPath = "/api/settings/logo"

// Shell is what surrounds a page for whoever asks; access is nil for nobody.
func (c *Call) Shell(title string, access *store.Access) pages.Shell {
	s := pages.Shell{Title: title, CSS: assets.Path("app.css"), Icon: assets.Path("icon.svg"),
		Version: c.server.cfg.Version, Now: FormatTime(c.Now().UnixMilli())}
	if c.tenant != nil {
		s.Organisation, s.Notice = c.tenant.Info().Name, c.notice()
	}
	if access != nil {
		s.SignedIn, s.UserName, s.RoleLabel = true, access.User.Name, access.User.Role.Label()
		c.navigate(&s, access)
		if access.Logo != "" {
			s.Logo = LogoPath
		}
		c.warnsOfEnd(&s, access)
	}
	return s
}

// PagedBothWays is Paged for a list that can be walked back: with "before" in
// the address the one too many comes first.
func PagedBothWays[T any](c *Call, list []T, limit int, cursor func(T) string) (items []T, p pages.Pagination) {
	q := c.r.URL.Query()
	back, more := q.Get("before") != "", len(list) > limit
	earlier, later := q.Get("cursor") != "", more
	if back {
		list = list[max(0, len(list)-limit):]
		earlier, later = more, true
	}
	list = list[:min(len(list), limit)]
	q.Del("before")
	q.Del("cursor")
	if len(list) == 0 {
		return list, p
	}
	if later {
		p.NextHref = c.r.URL.Path + "?" + with(q, "cursor", cursor(list[len(list)-1]))
	}
	if earlier {
		p.PreviousHref = c.r.URL.Path + "?" + with(q, "before", cursor(list[0]))
	}
	return list, p
}

func with(q url.Values, name, value string) string {
	q.Set(name, value)
	text := q.Encode()
	q.Del(name)
	return text
}

// Paged cuts the one too many off the list that a page shows, and leads on from it.
func Paged[T any](c *Call, list []T, limit int, cursor func(T) string) (items []T, p pages.Pagination) {
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
