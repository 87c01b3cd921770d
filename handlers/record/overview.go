package record

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

var (
	taskSchema = web.Named("Task", web.Object(web.Has("id", web.Text), web.Has("kind", web.Text), web.Has("title", web.Text),
		web.Has("entity", web.Text), web.Has("entity_id", web.Text), web.Has("href", web.Text), web.Has("due_on", web.OrNull(web.Text)),
		web.Has("state", web.OneOf("open", "done"))))
	hitSchema = web.Named("SearchHit", web.Object(web.Has("kind", web.Text), web.Has("id", web.Text), web.Has("title", web.Text),
		web.Has("subtitle", web.OrNull(web.Text)), web.Has("href", web.Text)))
)

// Overview are the routes that cross all declared resources: what waits for
// the caller, and a search over what they may open.
func Overview() []web.Route {
	state := web.TextParam("state", "open (what waits) or done")
	q := web.TextParam("q", "Words to look for, in any order")
	return append([]web.Route{
		web.Get("/api/tasks", "What waits for one", tasks).For(web.AnyRole).Query(state).Returns(web.PageOf(taskSchema)),
		web.Get("/api/search", "Records that one may open, by words", search).For(web.AnyRole).Query(q).
			Returns(web.Object(web.Has("items", web.ListOf(hitSchema)))).Named("search"),
		web.Page("/tasks", "What waits for one", tasksPage).For(web.AnyRole).Query(state).Menu(domain.AreaStart, "Tasks"),
		web.Page("/search", "Records that one may open, by words", searchPage).For(web.AnyRole).Query(q).
			Menu(domain.AreaFinder, "Search"),
	}, noticeRoutes()...)
}

func readTasks(c *web.Call) (list []domain.Task, done bool, err error) {
	q := c.Query()
	state := q.Text("state")
	if state != "" && state != "open" && state != "done" {
		q.Refuse("state", "unknown", "state must be open or done")
	}
	if err := q.Err(); err != nil {
		return nil, false, c.AfterCheck(err)
	}
	list, err = c.Tenant().Tasks(c.Context(), state == "done")
	return list, state == "done", err
}

// tasks answers GET /api/tasks.
func tasks(c *web.Call) error {
	list, _, err := readTasks(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list, len(list), nil, func(o *domain.Object, t domain.Task) {
		state := "open"
		if t.Done {
			state = "done"
		}
		o.Text("id", t.ID).Text("kind", t.Kind).Text("title", t.Title).Text("entity", t.Of.Entity).Text("entity_id", t.About).
			Text("href", t.Of.Page+"/"+t.About).TextOrNull("due_on", t.DueOn).Text("state", state)
	}))
}

// tasksPage answers GET /tasks.
func tasksPage(c *web.Call) error {
	list, done, err := readTasks(c)
	if err != nil {
		return err
	}
	page := ListPage{Shell: c.Shell("Tasks", c.Tenant().Access()), Action: "/tasks", Submit: "Show", Columns: []string{"Task", "Due"},
		Nothing: "Nothing waits for you.", Count: strconv.Itoa(len(list)) + " waiting for you"}
	value := ""
	if done {
		value, page.Nothing, page.Count = "done", "You have not done any yet.", strconv.Itoa(len(list))+" done"
	}
	page.Filters = []pages.FormField{{Name: "state", Label: "Show", Kind: pages.Select, Value: value, Required: true,
		Options: []pages.Option{{Value: "open", Label: "Waiting for me"}, {Value: "done", Label: "Done by me"}}}}
	for _, t := range list {
		page.Rows = append(page.Rows, pages.Row{{Text: t.Title, Href: t.Of.Page + "/" + t.About}, {Text: web.FormatDate(t.DueOn)}})
	}
	return c.Render(http.StatusOK, List(page))
}

func readSearch(c *web.Call) (hits []domain.Hit, text string, err error) {
	q := c.Query()
	text = q.Text("q")
	if err := q.Err(); err != nil {
		return nil, text, c.AfterCheck(err)
	}
	hits, err = c.Tenant().Search(c.Context(), text)
	return hits, text, err
}

// search answers GET /api/search.
func search(c *web.Call) error {
	hits, _, err := readSearch(c)
	if err != nil {
		return err
	}
	o := domain.Object{}
	o.List("items", len(hits), func(i int, item *domain.Object) {
		h := hits[i]
		item.Text("kind", h.Of.Entity).Text("id", h.ID).Text("title", h.Title).TextOrNull("subtitle", h.Subtitle).Text("href", h.Of.Page+"/"+h.ID)
	})
	return c.JSON(http.StatusOK, o.Bytes())
}

// searchPage answers GET /search.
func searchPage(c *web.Call) error {
	hits, text, err := readSearch(c)
	if err != nil {
		return err
	}
	page := ListPage{Shell: c.Shell("Search", c.Tenant().Access()), Action: "/search", Submit: "Search", Columns: []string{"Name", "Details", "Kind"},
		Count: strconv.Itoa(len(hits)) + " found", Nothing: "Nothing found. Check the spelling, or try fewer words.", Filtered: text != "",
		Filters: []pages.FormField{{Name: "q", Label: "Search", Kind: pages.Search, Value: text, Required: true}}}
	if text == "" {
		page.Nothing = "Search for people by name, job title or email address."
	}
	for _, h := range hits {
		page.Rows = append(page.Rows, pages.Row{{Text: h.Title, Href: h.Of.Page + "/" + h.ID}, {Text: h.Subtitle}, {Text: domain.Capital(h.Of.One)}})
	}
	return c.Render(http.StatusOK, List(page))
}
