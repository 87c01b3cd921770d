package handlers

import (
	"context"
	"strings"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/pay"
)

// What the public site needs of the operator's side.

// StripeEvent reads a message of Stripe's. While its secret is being changed
// STRIPE_WEBHOOK_SECRET has both, the new and the old, with a space between.
// Errors: domain.ErrBilling without one, domain.ErrSignature.
func (a *App) StripeEvent(body []byte, signature string) (store.StripeEvent, error) {
	secrets := strings.Fields(a.cfg.Env("STRIPE_WEBHOOK_SECRET"))
	if len(secrets) == 0 || a.cfg.Env("STRIPE_KEY") == "" {
		return store.StripeEvent{}, domain.ErrBilling
	}
	return pay.Verify(body, signature, secrets, a.cfg.Now())
}

// Heard handles a message of Stripe's, once.
func (a *App) Heard(ctx context.Context, e store.StripeEvent, requestID string) error {
	return a.store.Heard(ctx, e, requestID)
}

// SlugFree says why a slug cannot be had, or "" if it can.
func (a *App) SlugFree(ctx context.Context, slug string) (string, error) {
	return a.store.SlugFree(ctx, slug)
}

// PlansForSale are the plans that can be paid through Stripe.
func (a *App) PlansForSale(ctx context.Context) ([]domain.Record, error) {
	return a.store.PlansForSale(ctx)
}

// SignUp holds a slug and opens Stripe's page.
func (a *App) SignUp(ctx context.Context, in store.Signup) (store.Checkout, error) {
	return a.store.SignUp(ctx, in)
}
