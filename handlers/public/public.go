// Package public is what the operator shows to anybody: the front page, and
// the files that pages load.
package public

import (
	"context"
	"net/http"

	"ringfence/domain"
	"ringfence/handlers/assets"
	"ringfence/handlers/web"
	"ringfence/store"
)

//go:generate go tool templ generate -path .

// Operator is what of the operator's side this wing needs.
type Operator interface {
	// SlugFree says why a slug cannot be had, or "" if it can.
	SlugFree(ctx context.Context, slug string) (reason string, err error)
	// PlansForSale are the plans that can be paid through Stripe.
	PlansForSale(ctx context.Context) ([]domain.Record, error)
	// SignUp holds a slug and opens Stripe's page.
	SignUp(ctx context.Context, in store.Signup) (store.Checkout, error)
	// StripeEvent reads a signed message of Stripe's.
	StripeEvent(body []byte, signature string) (store.StripeEvent, error)
	// Heard handles one, once.
	Heard(ctx context.Context, e store.StripeEvent, requestID string) error
}

type wing struct{ op Operator }

var (
	slugShape     = web.Named("SlugAvailability", web.Object(web.Has("slug", web.Text), web.Has("available", web.Boolean), web.Has("reason", web.OrNull(web.Text))))
	checkoutShape = web.Named("Checkout", web.Object(web.Has("checkout_url", web.Text), web.Has("expires_at", web.Time)))
	signupCodes   = []string{"slug-taken", "billing-unavailable", "rate-limited"}
)

// Routes are the wing's routes.
func Routes(op Operator) []web.Route {
	w := wing{op}
	list := []web.Route{
		web.Page("/{$}", "Public front page", publicPage),
		web.Post("/api/signup", "Hold an address and go to pay for it; with an Idempotency-Key of one's own", w.signup).
			Takes(domain.SignupFields).Returns(checkoutShape).Created().Named("signUp").
			Problems(append(signupCodes, "idempotency-key-required", "idempotency-key-reused")...),
		web.Get("/api/slugs/{slug}", "Whether an address can be had", w.slug).Returns(slugShape).Named("getSlug"),
		web.Post("/api/stripe/webhook", "What Stripe tells of payments", w.webhook).Answers(http.StatusOK).Named("receiveStripeEvent").
			Problems("invalid-signature", "billing-unavailable"),
		web.Page("/signup", "Form to sign up", w.signupPage),
		web.Form("/signup", "Sign up from the page", w.submitSignup).Takes(signupFormFields).Problems(signupCodes...),
		web.Page("/signup/done", "What happens after payment", donePage),
	}
	for i := range list {
		list[i] = list[i].For(web.Public).On(web.PublicHost)
	}
	return append(list,
		web.Page("/favicon.ico", "Icon, for who does not read the page for it", favicon).For(web.Public).On(web.AnyHost),
		web.Page("/robots.txt", "What search engines may read", robots("/")).For(web.Public).On(web.SignedInHosts),
		web.Page("/robots.txt", "What search engines may read at the base domain", robots("")).For(web.Public).
			On(web.PublicHost),
		web.Page("/assets/{file}", "Static files", assetFile).For(web.Public).On(web.AnyHost))
}

// publicPage answers GET / at the base domain.
func publicPage(c *web.Call) error {
	return c.Render(http.StatusOK, Public(PublicPage{Shell: c.Shell("Ringfence", nil), BaseDomain: c.Base()}))
}

// favicon answers GET /favicon.ico.
func favicon(c *web.Call) error { return c.Redirect(assets.Path("icon.svg")) }

// robots answers GET /robots.txt: what begins with a path is not for search
// engines.
func robots(path string) func(*web.Call) error {
	text := []byte("User-agent: *\nDisallow: " + path + "\n")
	return func(c *web.Call) error {
		c.Respond(http.StatusOK, "text/plain; charset=utf-8", text)
		return nil
	}
}

// assetFile answers GET /assets/… on the native host.
func assetFile(c *web.Call) error {
	if !c.Serve(assets.Handler) {
		return domain.ErrNotFound
	}
	return nil
}
