package hr

import (
	"github.com/a-h/templ"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// leaders see who is away, as far as they reach.
var (
	leaders = domain.Only(domain.Admin, domain.HR, domain.Manager)
	keepers = domain.Only(domain.Admin, domain.HR)
)

// Cards are the wing's on the home page.
func Cards() []web.Card {
	list := []web.Card{
		{Roles: leaders | domain.Only(domain.Finance, domain.ReadOnly), Place: web.Figures, Make: staffFigure},
		{Roles: leaders | domain.Only(domain.Finance, domain.ReadOnly), Place: web.Figures, Make: awayFigure},
		{Roles: leaders, Place: web.Figures, Make: askedFigure},
		{Roles: domain.PayRoles, Place: web.Figures, Make: payFigure},
		{Roles: leaders, Place: web.Side, Make: weekCard},
		{Roles: domain.AllRoles, Place: web.Main, Make: mineCard},
		{Roles: domain.AllRoles, Place: web.Main, Make: sheetCard},
		{Roles: keepers, Place: web.Figures, Make: expiringFigure},
		{Roles: keepers, Place: web.Figures, Make: inDateFigure},
		{Roles: domain.Only(domain.Manager), Place: web.Side, Make: teamCard},
		{Roles: domain.TenantRoles, Place: web.Main, Make: dueCard},
		{Roles: domain.AllRoles, Place: web.Figures, Make: leftFigure},
	}
	for i := range list {
		list[i].Module = domain.ModuleHR
	}
	return list
}

func staffFigure(c *web.Call) (store.Reading, web.Shown) {
	var n int64
	return c.Tenant().StaffNow(&n, c.Today()), figure(&n, "staff", "/employees")
}

func awayFigure(c *web.Call) (store.Reading, web.Shown) {
	var n int64
	today := c.Today()
	return c.Tenant().AwayOn(&n, today), figure(&n, "away today", "/absences?state=approved&from="+today+"&to="+today)
}

func askedFigure(c *web.Call) (store.Reading, web.Shown) {
	var n int64
	return c.Tenant().AbsencesAsked(&n), figure(&n, "leave requests waiting", "/absences?state=requested")
}

func payFigure(c *web.Call) (store.Reading, web.Shown) {
	var n int64
	return c.Tenant().DraftPayslips(&n), figure(&n, "draft payslips", "/payroll/run")
}

func figure(n *int64, label, href string) web.Shown {
	return func(*store.Access) templ.Component {
		return pages.Figure{Number: domain.Count(*n), Label: label, Href: href}.Show()
	}
}

// leftFigure is how much of one's own annual leave is left. Who has no staff
// record has none.
func leftFigure(c *web.Call) (store.Reading, web.Shown) {
	var b store.Balance
	return c.Tenant().BalanceOf(&b, "", 0), func(*store.Access) templ.Component {
		if b.Staff == "" {
			return nil
		}
		return pages.Figure{Number: b.Remaining.String(), Label: "days of your leave left", Href: "/absences?employee_id=" + b.Staff}.Show()
	}
}

// shownAbsences is how many of one's own absences the home page has.
const shownAbsences = 3

// mineCard is one's own leave. Who has no staff record has none.
func mineCard(c *web.Call) (store.Reading, web.Shown) {
	var m store.Mine
	return c.Tenant().MyAbsences(&m, c.Today(), shownAbsences), func(*store.Access) templ.Component {
		if m.Staff == "" {
			return nil
		}
		var items []pages.Item
		for _, a := range m.Next {
			state := domain.Absences.States.Named(a.State)
			items = append(items, pages.Item{Text: kindLabel(a.Kind), Href: "/absences/" + a.ID, Below: days(a.First, a.Last),
				Tag: state.Label, Colour: state.Colour})
		}
		return mine(items, m.Staff)
	}
}

func kindLabel(kind string) string {
	return domain.Absences.Columns[domain.Absences.Index("kind")].Kind.Display(kind)
}

func days(first, last string) string {
	if first == last {
		return web.FormatDate(first)
	}
	return web.FormatDate(first) + " to " + web.FormatDate(last)
}
