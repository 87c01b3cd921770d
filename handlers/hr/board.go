package hr

import (
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// boardRoutes show what expires when.
func boardRoutes() []web.Route {
	return []web.Route{
		web.Page("/credentials/expiring", "Credentials by when they expire", boardPage).
			For(web.AnyOf(domain.Credentials.Read.Roles())).Module(domain.ModuleHR),
	}
}

// BoardPage is what expires, by how soon.
type BoardPage struct {
	pages.Shell
	Columns []BoardColumn
	Cut     bool // there is more than is shown
}

// BoardColumn is a part of it.
type BoardColumn struct {
	Title string
	Items []pages.Item
}

const (
	boardDays  = 90
	boardStep  = 30
	mostShown  = 500
	boardCount = boardDays/boardStep + 1
)

var boardTitles = [boardCount]string{"Overdue", "Within 30 days", "31 to 60 days", "61 to 90 days"}

// boardPage answers GET /credentials/expiring.
func boardPage(c *web.Call) error {
	var list []store.Expiring
	today := c.Today()
	err := c.Tenant().ReadAll(c.Context(), func(*store.Access) []store.Reading {
		return []store.Reading{c.Tenant().ExpiringBy(&list, domain.Credentials, daysAfter(today, boardDays), mostShown+1)}
	})
	if err != nil {
		return err
	}
	page := BoardPage{Shell: c.Shell("Expiry board", c.Tenant().Access()).Under("Credentials", "/credentials"), Cut: len(list) > mostShown}
	page.Columns = boardOf(list[:min(len(list), mostShown)], today)
	return c.Render(http.StatusOK, board(page))
}

// boardOf puts what expires where it belongs: its last day is not overdue yet.
func boardOf(list []store.Expiring, today string) []BoardColumn {
	columns := make([]BoardColumn, boardCount)
	for i := range columns {
		columns[i].Title = boardTitles[i]
	}
	for _, e := range list {
		i := 0
		for last := daysAfter(today, -1); e.On > last && i < boardCount-1; i++ {
			last = daysAfter(today, (i+1)*boardStep)
		}
		columns[i].Items = append(columns[i].Items, pages.Item{Text: e.Name, Href: e.Of.Page + "/" + e.ID,
			Below: what(e) + ", " + web.FormatDate(e.On)})
	}
	return columns
}

// what is what expires in words.
func what(e store.Expiring) string {
	if e.Of == domain.Credentials {
		return domain.Choice.Display(e.What)
	}
	return e.What
}
