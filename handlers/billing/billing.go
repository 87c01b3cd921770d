// Package billing is what an organisation has been sold and how it pays, for
// its administrators, outside its window too (SUB-3).
package billing

import (
	"context"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

//go:generate go tool templ generate -path .

// Operator is what of the operator's side this wing needs.
type Operator interface {
	// PlansForSale are the plans that can be paid through Stripe.
	PlansForSale(ctx context.Context) ([]domain.Record, error)
}

type wing struct{ op Operator }

var (
	windowShape = web.Object(web.Has("id", web.Text), web.Has("plan", web.Text), web.Has("modules", web.Texts), web.Has("seats", web.Integer),
		web.Has("valid_from", web.Time), web.Has("valid_until", web.Time), web.Has("suspended", web.Boolean),
		web.Has("status", web.OneOf("active", "not-started", "lapsed", "suspended")), web.Has("source", web.OrNull(web.Text)))

	billingShape = web.Named("Billing", web.Object(web.Has("subscription", web.OrNull(windowShape)), web.Has("subscriptions", web.ListOf(windowShape)),
		web.Has("seats", web.Object(web.Has("used", web.Integer), web.Has("limit", web.Integer))), web.Has("source", web.OrNull(web.Text)),
		web.Has("portal", web.Boolean)))

	addressShape = web.Named("PaymentPage", web.Object(web.Has("url", web.Text)))
)

// why a write takes no Idempotency-Key.
const opensPage = "what it answers is an address that lives for minutes; asked again it makes another, and nothing is charged"

// Routes are the wing's routes.
func Routes(op Operator) []web.Route {
	w := wing{op}
	list := []web.Route{
		web.Get("/api/billing", "What the organisation has been sold, and its seats", billing).Returns(billingShape).Named("getBilling"),
		web.Post("/api/billing/portal", "Open Stripe's page on which payments are looked after", portal).WithoutKey(opensPage).
			Returns(addressShape).Named("openBillingPortal").Problems("billing-unavailable", "wrong-state"),
		web.Post("/api/billing/checkout", "Open Stripe's page on which a plan is paid", checkout).WithoutKey(opensPage).
			Takes(domain.BuyFields).Returns(addressShape).Named("openCheckout").Problems("billing-unavailable"),
		web.Page("/billing", "What the organisation has been sold, and its seats", w.page).Menu(domain.AreaAdministration, "Billing"),
		web.Form("/billing/portal", "Open Stripe's page on which payments are looked after, from the page", submitPortal).
			Problems("billing-unavailable", "wrong-state"),
		web.Form("/billing/checkout", "Open Stripe's page on which a plan is paid, from the page", w.submitCheckout).
			Takes(domain.BuyFields).Problems("billing-unavailable"),
	}
	for i := range list {
		list[i] = list[i].For(web.Roles(domain.Admin)).AllowLapsed()
	}
	return list
}

// billing answers GET /api/billing.
func billing(c *web.Call) error {
	b, err := c.Tenant().Billing(c.Context())
	if err != nil {
		return err
	}
	now := c.Tenant().Access().Window
	o, seats := domain.Object{}, domain.Object{}
	if now.ID == "" {
		o.Raw("subscription", "null")
	} else {
		o.Raw("subscription", windowJSON(c, &domain.Object{}, b, now).String())
	}
	o.List("subscriptions", len(b.Windows), func(i int, item *domain.Object) { windowJSON(c, item, b, b.Windows[i]) }).
		Raw("seats", seats.Int("used", b.SeatsUsed).Int("limit", now.Seats).String()).TextOrNull("source", b.Sources[now.ID]).Bool("portal", b.Portal)
	return c.JSON(http.StatusOK, o.Bytes())
}

func windowJSON(c *web.Call, o *domain.Object, b store.Billing, w domain.Window) *domain.Object {
	return o.Text("id", w.ID).Text("plan", w.Plan).Texts("modules", w.ModuleNames()).Int("seats", w.Seats).
		Text("valid_from", web.Timestamp(w.From)).Text("valid_until", web.Timestamp(w.Until)).Bool("suspended", w.Suspended).
		Text("status", string(w.StatusAt(c.Now().UnixMilli()))).TextOrNull("source", b.Sources[w.ID])
}

// portal answers POST /api/billing/portal.
func portal(c *web.Call) error {
	url, err := c.Tenant().Portal(c.Context())
	if err != nil {
		return err
	}
	return address(c, url)
}

// checkout answers POST /api/billing/checkout.
func checkout(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	page, err := c.Tenant().BuyPlan(c.Context(), in.Get("plan"))
	if err != nil {
		return err
	}
	return address(c, page.URL)
}

func address(c *web.Call, url string) error {
	o := domain.Object{}
	return c.JSON(http.StatusOK, o.Text("url", url).Bytes())
}
