package ops

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

var problemAbout = web.Named("ProblemType", web.Object(web.Has("type", web.Text), web.Has("title", web.Text),
	web.Has("status", web.Integer), web.Has("description", web.Text)))

// problem answers GET /problems/{slug}: the address that a problem names as
// its type (RFC 9457 §3.1.1).
func problem(c *web.Call) error {
	p, ok := web.ProblemTypeOf(c.PathValue("slug"))
	if !ok {
		return domain.ErrNotFound
	}
	if c.PrefersPage() {
		return c.Render(http.StatusOK, pages.Sheet(pages.SheetPage{Shell: c.Shell(p.Title, nil),
			Intro: []string{p.About, "Problem " + p.Path() + ", HTTP status " + strconv.Itoa(p.Status) + "."}}))
	}
	o := domain.Object{}
	return c.JSON(http.StatusOK, o.Text("type", p.Path()).Text("title", p.Title).Int("status",
		int64(p.Status)).Text("description", p.About).Bytes())
}
