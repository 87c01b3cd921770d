// Package console is where the operator's people manage the organisations:
// who they are, what they have paid for, and until when they are served (SUB).
package console

import (
	"slices"

	"ringfence/domain"
	"ringfence/handlers/web"
)

//go:generate go tool templ generate -path .

var (
	operators = web.AnyOf(domain.ConsoleRoles)
	billers   = web.Roles(domain.Owner, domain.Billing)
	owners    = web.Roles(domain.Owner)
)

// Routes are the wing's routes.
func Routes() []web.Route {
	list := slices.Concat(tenantRoutes(), windowRoutes(), planRoutes())
	for i := range list {
		list[i] = list[i].On(web.ConsoleHost)
	}
	return list
}

func tenantRoutes() []web.Route {
	return []web.Route{
		web.Page("/{$}", "Go to the list of organisations", home).For(operators),
		web.Get("/api/tenants", "Organisations, each with the window that counts now", tenants).For(operators).
			Query(tenantParams...).Returns(web.PageOf(tenantShape)),
		web.Post("/api/tenants", "Register an organisation and invite its administrator", addTenant).For(billers).
			RequiresKey().Takes(domain.NewTenantFields).Returns(tenantShape).Created().
			Problems("slug-taken", "subscription-overlap", "mail-unavailable"),
		web.Get("/api/tenants/{slug}", "One organisation with all that it was sold", tenant).For(operators).
			Returns(tenantFileShape),
		web.Get("/api/reports/windows.csv", "The windows that end in a period, as CSV", windowsCSV).For(operators).
			Query(reportParams...).Sends("text/csv").Named("getWindowsReport"),
		web.Page("/tenants", "List of organisations", tenantListPage).For(operators).Query(tenantParams...).
			Menu(domain.AreaStart, "Organisations"),
		web.Page("/tenants/new", "Form to register an organisation", newTenantPage).For(billers),
		web.Form("/tenants/new", "Register an organisation from the page", submitNewTenant).For(billers).
			Takes(newTenantFormFields).Problems("slug-taken", "mail-unavailable"),
		web.Page("/tenants/{slug}", "One organisation", tenantPage).For(operators),
	}
}

func windowRoutes() []web.Route {
	refusals := domain.Windows.Refusals
	return []web.Route{
		web.Get("/api/tenants/{slug}/subscriptions", "What an organisation was sold", subscriptions).For(operators).
			Returns(web.PageOf(windowShape)),
		web.Post("/api/tenants/{slug}/subscriptions", "Sell a window on an invoice", addSubscription).For(billers).
			Takes(windowFields).Returns(windowShape).Created().Problems(refusals...),
		web.Patch("/api/subscriptions/{id}", "Extend, shorten, suspend or resume a window, or mend what it says", editSubscription).
			For(billers).TakesPart(windowFields).Versioned().Returns(windowShape).Problems(refusals...),
		web.Post("/api/subscriptions/{id}/cancel", "End a window, now or at a time", cancelSubscription).For(billers).
			Takes(domain.CancelFields).Returns(windowShape).Named("cancelSubscription").Problems("wrong-state"),

		web.Page("/tenants/{slug}/windows/new", "Form to sell a window", newWindowPage).For(billers),
		web.Form("/tenants/{slug}/windows/new", "Sell a window from the page", submitNewWindow).For(billers).
			Takes(windowFields).Problems(refusals...),
		web.Page("/tenants/{slug}/windows/{id}/edit", "Form to change a window", editWindowPage).For(billers),
		web.Form("/tenants/{slug}/windows/{id}/edit", "Change a window from the page", submitEditWindow).For(billers).
			Takes(windowFormFields).Problems(refusals...),
		web.Page("/tenants/{slug}/windows/{id}/{act}", "Ask why a window is suspended, resumed or cancelled", actPage).
			For(billers),
		web.Form("/tenants/{slug}/windows/{id}/{act}", "Suspend, resume or cancel a window", submitAct).For(billers).
			Takes(reasonFields).Problems("wrong-state"),
	}
}

func planRoutes() []web.Route {
	fields := domain.Plans.Input()
	return []web.Route{
		web.Get("/api/plans", "What can be sold", plans).For(operators).Returns(web.PageOf(planShape)),
		web.Put("/api/plans/{id}", "Add a plan, or change it for what is sold from now on", setPlan).For(owners).
			Takes(fields).Returns(planShape).Named("setPlan"),
		web.Page("/plans", "What can be sold", planListPage).For(operators).Menu(domain.AreaStart, "Plans"),
		web.Page("/plans/{id}/edit", "Form to change a plan", planPage).For(owners),
		web.Form("/plans/{id}/edit", "Change a plan from the page", submitPlan).For(owners).Takes(fields),
	}
}

// home answers GET /.
func home(c *web.Call) error { return c.Redirect("/tenants") }
