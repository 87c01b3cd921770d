package public

import (
	"net/http"
	"slices"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
	"ringfence/store"
)

// signupFormFields are the page's, with a key that makes sending it twice one
// sign-up.
var signupFormFields = append(askedFields(), domain.Field{Name: "key", Label: "Key", Kind: domain.ID, Required: true})

// askedFields are the page's own: it asks for the region, which it has chosen.
func askedFields() domain.Fields {
	fields := slices.Clone(domain.SignupFields)
	fields[fields.Index("region")].Required = true
	return fields
}

// signup answers POST /api/signup (SUB-5).
func (w wing) signup(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return err
	}
	key := c.Request().Header.Get("Idempotency-Key")
	if key == "" || len(key) > 255 {
		return &domain.Error{Code: "idempotency-key-required", Message: "Send the request with an Idempotency-Key of your own making."}
	}
	checkout, err := w.begin(c, in, "api "+key)
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.JSON(http.StatusCreated, o.Text("checkout_url", checkout.URL).Text("expires_at", web.Timestamp(checkout.ExpiresAt)).Bytes())
}

func (w wing) begin(c *web.Call, in *domain.Input, key string) (store.Checkout, error) {
	region := in.Get("region")
	if region == "" {
		region = domain.Regions[0]
	}
	return w.op.SignUp(c.Context(), store.Signup{Organisation: in.Get("organisation"), Slug: in.Get("slug"), Email: in.Get("email"), Plan: in.Get("plan"),
		Region: region, Key: key, Origin: c.OriginOf(in.Get("slug")), Public: c.Origin(), Address: c.Address(), RequestID: c.ID()})
}

// slug answers GET /api/slugs/{slug}.
func (w wing) slug(c *web.Call) error {
	slug := c.PathValue("slug")
	reason, err := w.op.SlugFree(c.Context(), slug)
	if err != nil {
		return err
	}
	o := domain.Object{}
	return c.JSON(http.StatusOK, o.Text("slug", slug).Bool("available", reason == "").TextOrNull("reason", domain.SlugMessages[reason]).Bytes())
}

// webhook answers POST /api/stripe/webhook (SUB-6).
func (w wing) webhook(c *web.Call) error {
	e, err := w.op.StripeEvent(c.Body(), c.Request().Header.Get("Stripe-Signature"))
	if err != nil {
		return err
	}
	if err := w.op.Heard(c.Context(), e, c.ID()); err != nil {
		return err
	}
	c.Respond(http.StatusOK, "", nil)
	return nil
}

// signupPage answers GET /signup.
func (w wing) signupPage(c *web.Call) error { return w.showSignup(c, http.StatusOK, nil) }

// submitSignup answers POST of it, with the way to Stripe's page.
func (w wing) submitSignup(c *web.Call) error {
	in, err := c.Bind()
	var checkout store.Checkout
	if err == nil {
		checkout, err = w.begin(c, in, "page "+in.Get("key"))
	}
	if err != nil {
		refusal, status, ok := web.FormRefusal(err, append(signupCodes, "idempotency-key-reused")...)
		if !ok {
			return err
		}
		return w.showSignup(c, status, refusal)
	}
	return c.Render(http.StatusOK, pages.Sheet(pages.SheetPage{Shell: c.Shell("Go on to payment", nil), Intro: []string{
		"The address " + in.Get("slug") + "." + c.Base() + " is held for you for one hour.",
		"You pay at Stripe. Once you have, we email " + in.Get("email") + " an invitation to set a password."},
		Links: []pages.Link{{Label: "Pay at Stripe", Href: checkout.URL}}}))
}

func (w wing) showSignup(c *web.Call, status int, refusal *domain.Error) error {
	plans, err := w.op.PlansForSale(c.Context())
	if err != nil {
		return err
	}
	var options []store.Option
	for _, p := range plans {
		get := domain.Plans.Get(p)
		options = append(options, store.Option{Value: p.ID, Label: get("name") + ": up to " + domain.Count(domain.Whole(get("seats"))) +
			" people, " + domain.Pounds(domain.Whole(get("price_pence"))) + " a " + get("interval")})
	}
	value := c.Typed(refusal, func(name string) string {
		return map[string]string{"key": store.NewID(), "region": domain.Regions[0]}[name]
	})
	fields := record.Fields(askedFields(), value, record.Choices("plan", options))
	fields = append(fields, pages.FormField{Name: "key", Kind: pages.Hidden, Value: value("key")})
	return c.Render(status, pages.Sheet(pages.SheetPage{Shell: c.Scripted("slug.mjs", c.Shell("Sign up", nil)).Under("Ringfence", "/"),
		Form: &pages.Form{Action: "/signup", Submit: "Go on to payment", Cancel: "/", Errors: web.FormErrors(refusal), Groups: []pages.FieldGroup{{Fields: fields}}}}))
}

// donePage answers GET /signup/done, where Stripe leads back to.
func donePage(c *web.Call) error {
	return c.Render(http.StatusOK, pages.Sheet(pages.SheetPage{Shell: c.Shell("Thank you", nil), Intro: []string{
		"We have your order. As soon as your payment is confirmed we set up your organisation and email you an invitation.",
		"With a card that takes a minute. If nothing arrives within a day, check your junk folder, then contact us."}}))
}
