package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/pay"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// Signup is an organisation that wants to begin (SUB-5).
type Signup struct {
	Organisation, Slug, Email, Plan, Region string
	Key                                     string // the caller's Idempotency-Key
	Origin                                  string // what links to its host will begin with
	Public                                  string // what the public site's address begins with
	Address                                 string // the client's
	RequestID                               string
}

// signupAttempts bounds how many addresses somebody can hold.
var signupAttempts = tenantdb.AttemptKind{Name: "signup", Limits: domain.SignupLimits}

const (
	checkoutLife = time.Hour           // how long a sign-up can be paid
	slugHeld     = 25 * time.Hour      // how long it holds its slug
	slugPaying   = 14 * 24 * time.Hour // how long from when Stripe says that a payment is under way: by bank it takes days
	signupKept   = 30 * 24 * time.Hour // how long one that holds nothing any more can still be paid
)

// fingerprint is what must be the same for the same key.
func (s Signup) fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{s.Organisation, s.Slug, s.Email, s.Plan, s.Region}, "\x00")))
	return hex.EncodeToString(sum[:])
}

// SlugFree says why a slug cannot be had: a reason of domain.SlugRefusal,
// "taken", or "" if it can.
func (s *Store) SlugFree(ctx context.Context, slug string) (string, error) {
	if reason := domain.SlugRefusal(slug); reason != "" {
		return reason, nil
	}
	t, err := s.consoleAs(ctx, "")
	if err != nil {
		return "", err
	}
	rows, err := t.gate.Visit(ctx, heldQuery(slug, t.gate.Now()))
	if err == nil && rows[0][0][0].Bool() {
		return "taken", nil
	}
	return "", err
}

// heldQuery: an organisation has the slug or one that looks like it, or a
// sign-up holds it.
func heldQuery(slug string, now int64) tenantdb.Query {
	look := db.Text(domain.LooksLike(slug))
	return tenantdb.Select(`SELECT EXISTS (SELECT 1 FROM tenants WHERE slug = ? OR look = ?)
OR EXISTS (SELECT 1 FROM signups WHERE look = ? AND expires_at > ?)`, db.Text(slug), look, look, db.Int(now))
}

// consoleAs is the console for the operator's own work.
func (s *Store) consoleAs(ctx context.Context, requestID string) (*Console, error) {
	site, err := s.registry.Console(ctx)
	if err != nil {
		return nil, err
	}
	return &Console{s.open(site).system("system", requestID)}, nil
}

// SignUp begins a sign-up: the slug is held, and the address of Stripe's page
// is the answer. The same key with the same content gets the same page. Errors:
// domain.ErrBilling, domain.ErrSlugTaken, domain.ErrNoPlan, domain.RateLimited,
// "invalid-request", "idempotency-key-reused".
func (s *Store) SignUp(ctx context.Context, in Signup) (pay.Checkout, error) {
	if s.cfg.Pay == nil {
		return pay.Checkout{}, domain.ErrBilling
	}
	if err := domain.RefuseSlug(in.Slug); err != nil {
		return pay.Checkout{}, err
	}
	c, err := s.consoleAs(ctx, in.RequestID)
	if err != nil {
		return pay.Checkout{}, err
	}
	o, err := c.hold(ctx, in)
	if err != nil {
		return pay.Checkout{}, err
	}
	return s.cfg.Pay.Checkout(ctx, o)
}

// hold keeps the sign-up, or finds the one of the same key: what is ordered at
// Stripe is the same each time.
func (c *Console) hold(ctx context.Context, in Signup) (pay.Order, error) {
	now, key := c.gate.Now(), tokenHash("signup "+in.Key)
	o := pay.Order{ID: NewID(), Email: in.Email, Success: in.Public + "/signup/done", Cancel: in.Public + "/signup", Expires: now + checkoutLife.Milliseconds()}
	rows, err := c.gate.Visit(ctx, tenantdb.Select(`SELECT id, payload, created_at FROM signups WHERE key_hash = ?`, db.Text(key)), heldQuery(in.Slug, now),
		tenantdb.Select(`SELECT stripe_price FROM plans WHERE id = ?`, db.Text(in.Plan)))
	switch {
	case err != nil:
		return o, err
	case len(rows[2]) == 0 || rows[2][0][0].S == "":
		return o, domain.ErrNoPlan
	case len(rows[0]) > 0 && rows[0][0][1].S != in.fingerprint():
		return o, domain.ErrKeyReused
	}
	o.Price = rows[2][0][0].S
	if len(rows[0]) > 0 {
		o.ID, o.Expires = rows[0][0][0].S, rows[0][0][2].I+checkoutLife.Milliseconds()
		return o, nil
	}
	if err := c.countSignup(ctx, in); err != nil {
		return o, err
	}
	if rows[1][0][0].Bool() {
		return o, domain.ErrSlugTaken
	}
	return o, c.insertSignup(ctx, o.ID, key, in, now)
}

// countSignup counts one against the limits, whatever comes of it.
func (c *Console) countSignup(ctx context.Context, in Signup) error {
	a, err := c.For(Request{ID: in.RequestID, Address: in.Address}).gate.AttemptBy(signupAttempts, in.Email)
	if err != nil {
		return err
	}
	_, err = a.Read(ctx, tenantdb.Select(`SELECT 1`))
	return err
}

// insertSignup keeps it, unless somebody else has just taken the slug.
func (c *Console) insertSignup(ctx context.Context, id, key string, in Signup, now int64) error {
	email, err := c.gate.Seal(signupPlace(id), in.Email)
	if err != nil {
		return err
	}
	look := domain.LooksLike(in.Slug)
	_, err = c.gate.Visit(ctx,
		tenantdb.InScratch("signups", `DELETE FROM signups WHERE expires_at <= ? AND state <> 'clash'`, db.Int(now-signupKept.Milliseconds())),
		tenantdb.InScratch("signups", `INSERT INTO signups (id, key_hash, payload, slug, look, organisation, email, plan, region, origin, request_id, expires_at, created_at)
SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM signups WHERE look = ? AND expires_at > ?)`,
			db.Text(id), db.Text(key), db.Text(in.fingerprint()), db.Text(in.Slug), db.Text(look), db.Text(in.Organisation), db.Text(email), db.Text(in.Plan),
			db.Text(in.Region), db.Text(in.Origin), db.Text(in.RequestID), db.Int(now+slugHeld.Milliseconds()), db.Int(now), db.Text(look), db.Int(now)),
		tenantdb.RequiredOne)
	if errors.Is(err, ErrStale) || db.IsUnique(err, "signups.key_hash") {
		return domain.ErrSlugTaken
	}
	return err
}

func signupPlace(id string) vault.Place {
	return vault.Place{Table: "signups", Column: "email", Row: id}
}
