package hr

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

var balanceShape = web.Named("LeaveBalance", web.Object(web.Has("employee_id", web.Text), web.Has("year", web.Integer),
	web.Has("entitlement_days", number), web.Has("carried_days", number), web.Has("taken", number),
	web.Has("booked", number), web.Has("requested", number), web.Has("remaining", number)))

func number(web.Definitions) web.Node { return web.Node{"type": "number"} }

func leaveRoutes() []web.Route {
	readers := web.AnyOf(domain.Absences.Read.Roles())
	list := append(append(settingsRoutes(), calendarRoutes()...),
		web.Page("/absences/chart", "Who is away, by person and day", chart).For(readers).
			Query(web.TextParam("month", "The month, like 2026-03; this one if not given"), web.TextParam("department", "Of this department alone")).
			Menu(domain.AreaPeople, "Who is away"),
		web.Get("/api/hr/absences/balances", "How annual leave stands in a leave year, one's own unless employee_id is given", balances).
			For(readers).Query(web.TextParam("employee_id", "Whose"), web.IntParam("year", "The year in which the leave year begins; the present one if not given")).
			Returns(balanceShape).Named("getLeaveBalance"))
	for i := range list {
		list[i] = list[i].Module(domain.ModuleHR)
	}
	return append(list, calendarFeed())
}

// balances answers GET /api/hr/absences/balances.
func balances(c *web.Call) error {
	q := c.Query()
	staff, year := q.Text("employee_id"), q.Number("year")
	if year > 2199 || year > 0 && year < 1970 {
		q.Refuse("year", "out-of-range", "year must be one of this time, like 2026")
	}
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	var b store.Balance
	err := c.Tenant().ReadAll(c.Context(), func(*store.Access) []store.Reading {
		return []store.Reading{c.Tenant().BalanceOf(&b, staff, int(year))}
	})
	if err == nil && b.Staff == "" {
		err = domain.ErrNotFound
	}
	if err != nil {
		return err
	}
	o := domain.Object{}
	o.Text("employee_id", b.Staff).Int("year", int64(b.Year.Named)).Raw("entitlement_days", b.Entitlement.String()).
		Raw("carried_days", b.Carried.String()).Raw("taken", b.Taken.String()).Raw("booked", b.Booked.String()).
		Raw("requested", b.Requested.String()).Raw("remaining", b.Remaining.String())
	return c.JSON(http.StatusOK, o.Bytes())
}

// absencePart is below an absence: the balance that it leaves and, for who
// decides on it, who of the same team is away then.
func absencePart(c *web.Call, id string) ([]store.Reading, func(domain.Record) templ.Component) {
	var b store.Balance
	var others []store.Away
	return []store.Reading{c.Tenant().BalanceBehind(&b, id), c.Tenant().AwayWith(&others, id)}, func(rec domain.Record) templ.Component {
		get := domain.Absences.Get(rec)
		waits := get("state") == "requested"
		if get("kind") != "annual" || !waits && get("state") != "approved" {
			b = store.Balance{}
		}
		decides := waits && domain.Absences.Move("approve").May(c.Tenant().Access().User.Role, rec.Own, get("state"))
		return besideAbsence(b, waits, decides, others)
	}
}

// staffPart is below a staff record: how annual leave stands now.
func staffPart(c *web.Call, id string) ([]store.Reading, func(domain.Record) templ.Component) {
	var b store.Balance
	return []store.Reading{c.Tenant().BalanceOf(&b, id, 0)}, func(domain.Record) templ.Component {
		return pages.Section{Title: "Annual leave in " + leaveYear(b), Rows: balanceRows(b)}.Show()
	}
}

// leaveLeft is above the form that asks for leave: one's own balance.
func leaveLeft(c *web.Call, id string) ([]store.Reading, func(domain.Record) templ.Component) {
	var b store.Balance
	return []store.Reading{c.Tenant().BalanceOf(&b, "", 0)}, func(domain.Record) templ.Component {
		if b.Staff == "" {
			return nil
		}
		return leftNow(b)
	}
}

// balanceRows are a balance in words.
func balanceRows(b store.Balance) []pages.SummaryRow {
	whole := pages.SummaryRow{Label: "Entitlement", Value: domain.DaysText(b.Entitlement)}
	if b.Carried > 0 {
		whole.Hint = domain.DaysText(b.Carried) + " of it carried over"
	}
	return []pages.SummaryRow{whole, {Label: "Taken", Value: domain.DaysText(b.Taken)}, {Label: "Booked", Value: domain.DaysText(b.Booked)},
		{Label: "Asked for", Value: domain.DaysText(b.Requested)}, {Label: "Left", Value: domain.DaysText(b.Remaining)}}
}

// leaveYear is a leave year in words: "2026", or "2026 to 2027".
func leaveYear(b store.Balance) string {
	first, last := strconv.Itoa(b.Year.Named), b.Year.Last[:4]
	if first == last {
		return first
	}
	return first + " to " + last
}

func awayItems(list []store.Away) (items []pages.Item) {
	for _, a := range list {
		state := domain.Absences.States.Named(a.State)
		items = append(items, pages.Item{Text: a.Name, Href: "/absences/" + a.ID, Below: days(a.First, a.Last), Tag: state.Label, Colour: state.Colour})
	}
	return items
}
