package billing

import (
	"net/http"
	"time"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/pages/chart"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
	"ringfence/store"
)

// whatHappened says how the organisation's window stands, and what to do.
func whatHappened(w domain.Window, status domain.Status) string {
	switch status {
	case domain.Active:
		return "Your subscription runs until " + web.FormatDay(w.Until) + "."
	case domain.NotStarted:
		return "Your subscription starts on " + web.FormatDay(w.From) + ". Until then only administrators can sign in."
	case domain.Suspended:
		return "Your subscription is suspended. Only administrators can sign in. Your records are kept. Contact us, or pay what is open."
	}
	if w.ID == "" {
		return "You have no subscription yet. Only administrators can sign in."
	}
	return "Your subscription ended on " + web.FormatDay(w.Until) + ". Only administrators can sign in. Your records are kept. Renew it to let everybody in again."
}

var tags = map[domain.Status][2]string{domain.Active: {"Active", "green"}, domain.NotStarted: {"Not started", "blue"}, domain.Lapsed: {"Ended", "red"},
	domain.Suspended: {"Suspended", "orange"}}

var sources = map[string]string{domain.FromInvoice: "Invoice", domain.FromStripe: "Stripe"}

// page answers GET /billing.
func (w wing) page(c *web.Call) error { return w.show(c, http.StatusOK, nil) }

func (w wing) show(c *web.Call, status int, refusal *domain.Error) error {
	b, err := c.Tenant().Billing(c.Context())
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	page := Page{Shell: c.Shell("Billing", access), Summary: whatHappened(access.Window, access.Status), Portal: b.Portal,
		Timeline: chart.Timeline{Head: chart.Head{ID: "windows", Title: "Your subscription"}, Now: c.Now().UTC()},
		Seats: chart.Meter{Head: chart.Head{ID: "seats", Title: "Seats"}, Limit: float64(access.Window.Seats), Free: "Free", Over: "Over the plan",
			Parts: []chart.Part{{Label: "Used", Value: float64(b.SeatsUsed)}}}}
	for i := len(b.Windows) - 1; i >= 0; i-- { // the newest first
		v := b.Windows[i]
		page.Timeline.Windows = append(page.Timeline.Windows, chart.Window{Label: v.Plan, From: time.UnixMilli(v.From).UTC(), To: time.UnixMilli(v.Until).UTC()})
		tag := tags[v.StatusAt(c.Now().UnixMilli())]
		page.Windows = append(page.Windows, pages.Row{{Text: web.FormatDay(v.From) + " to " + web.FormatDay(v.Until)}, {Content: pages.Tag(tag[0], tag[1])},
			{Text: v.Plan}, {Text: domain.Count(v.Seats), Numeric: true}, {Text: sources[b.Sources[v.ID]]}})
	}
	page.Form, err = w.form(c, refusal)
	if err != nil {
		return err
	}
	return c.Render(status, Billing(page))
}

// form asks which plan to pay for; nil where none can be paid through Stripe.
func (w wing) form(c *web.Call, refusal *domain.Error) (*pages.Form, error) {
	plans, err := w.op.PlansForSale(c.Context())
	if err != nil || len(plans) == 0 {
		return nil, err
	}
	var options []store.Option
	for _, p := range plans {
		get := domain.Plans.Get(p)
		options = append(options, store.Option{Value: p.ID, Label: get("name") + ", " + domain.Pounds(domain.Whole(get("price_pence"))) + " a " + get("interval")})
	}
	value := c.Typed(refusal, func(string) string { return c.Tenant().Access().Window.Plan })
	return &pages.Form{Action: "/billing/checkout", Submit: "Go on to payment", Errors: web.FormErrors(refusal),
		Groups: []pages.FieldGroup{{Legend: "Renew or change your plan", Fields: record.Fields(domain.BuyFields, value, record.Choices("plan", options))}}}, nil
}

// submitPortal answers POST /billing/portal.
func submitPortal(c *web.Call) error {
	url, err := c.Tenant().Portal(c.Context())
	if err != nil {
		return err
	}
	return leads(c, "Invoices and payment details", "Open them at Stripe", url)
}

// submitCheckout answers POST /billing/checkout.
func (w wing) submitCheckout(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		if refusal, status, ok := web.FormRefusal(err); ok {
			return w.show(c, status, refusal)
		}
		return err
	}
	page, err := c.Tenant().BuyPlan(c.Context(), in.Get("plan"))
	if err != nil {
		if refusal, status, ok := web.FormRefusal(err); ok {
			return w.show(c, status, refusal)
		}
		return err
	}
	return leads(c, "Go on to payment", "Pay at Stripe", page.URL)
}

// leads shows the way to a page at Stripe: a form of ours may not lead off our
// own site by itself.
func leads(c *web.Call, title, label, url string) error {
	return c.Render(http.StatusOK, pages.Sheet(pages.SheetPage{Shell: c.Shell(title, c.Tenant().Access()).Under("Billing", "/billing"),
		Intro: []string{"The page at Stripe can be used for one hour."}, Links: []pages.Link{{Label: label, Href: url}}}))
}
