package record

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

var noticeSchema = web.Named("Notice", web.Object(web.Has("action", web.Text), web.Has("entity", web.Text),
	web.Has("entity_id", web.Text), web.Has("title", web.Text), web.Has("href", web.Text), web.Has("at", web.Time), web.Has("read", web.Boolean)))

// noticeRoutes show what happened that concerns the caller.
func noticeRoutes() []web.Route {
	return []web.Route{
		web.Get("/api/notices", "What happened that concerns one, newest first", notices).For(web.AnyRole).
			Returns(web.PageOf(noticeSchema)),
		web.Post("/api/notices/read", "Mark one's notices as read, up to a time", readNotices).For(web.AnyRole).
			Takes(domain.ReadNoticesFields).Named("readNotices"),
		web.Page("/notices", "What happened that concerns one", noticesPage).For(web.AnyRole).
			Menu(domain.AreaBell, "Notifications"),
		web.Form("/notices", "Mark one's notices as read from the page", submitReadNotices).For(web.AnyRole).
			Takes(domain.ReadNoticesFields),
	}
}

// noticeWords are a notice's text, and where it leads.
func noticeWords(n domain.Notice) (text, href, entity string) {
	if n.Of != nil {
		return n.Text(), n.Page(), n.Of.Entity
	}
	text = web.JobTitle(n.Name) + " has finished"
	if n.Action == "job.fail" {
		text = web.JobTitle(n.Name) + " could not be completed"
	}
	return text, "/jobs/" + n.About, domain.Jobs.Entity
}

// notices answers GET /api/notices.
func notices(c *web.Call) error {
	list, err := c.Tenant().Notices(c.Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list, len(list), nil, func(o *domain.Object, n domain.Notice) {
		text, href, entity := noticeWords(n)
		o.Text("action", n.Action).Text("entity", entity).Text("entity_id", n.About).Text("title", text).Text("href", href).
			Text("at", web.Timestamp(n.At)).Bool("read", n.Read)
	}))
}

// noticesPage answers GET /notices.
func noticesPage(c *web.Call) error {
	list, err := c.Tenant().Notices(c.Context())
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := NoticesPage{Shell: c.Shell("Notifications", access)}
	if access.Unread > 0 { // also of what the reader has lost the right to see
		page.Until = c.Now().UnixMilli()
	}
	for _, n := range list {
		text, href, _ := noticeWords(n)
		item := pages.Item{Text: text, Href: href, Below: web.FormatTime(n.At)}
		if !n.Read {
			item.Tag, item.Colour = "New", "blue"
		}
		page.Items = append(page.Items, item)
	}
	return c.Render(http.StatusOK, Notices(page))
}

// readNotices answers POST /api/notices/read.
func readNotices(c *web.Call) error {
	change, err := markRead(c)
	if err != nil {
		return err
	}
	return c.Commit(change, store.Answer{Status: http.StatusNoContent})
}

// submitReadNotices answers POST /notices.
func submitReadNotices(c *web.Call) error {
	change, err := markRead(c)
	if err != nil {
		return err
	}
	return c.CommitTo(change, "/notices", "Notifications marked as read")
}

func markRead(c *web.Call) (*store.Change, error) {
	in, err := c.Bind()
	if err != nil {
		return nil, err
	}
	until, _ := strconv.ParseInt(in.Get("until"), 10, 64) // it was checked
	return c.Tenant().ReadNotices(c.Context(), until)
}
