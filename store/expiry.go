package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
)

// dueExpiry is the kind of work of a tenant whose administrators are to be told
// that their subscription ends, or whose seats are to be counted.
const dueExpiry = "expiry"

// NoticeExpiry tells administrators that their subscription ends, once for each
// time that is set for it, and brings the number of seats that are used to the
// registry.
func (s *Store) NoticeExpiry(ctx context.Context, failed func(tenant string, err error)) error {
	return s.eachDue(ctx, dueExpiry, func(t *Tenant, _ int64) (int64, error) {
		if t.Info().Slug == domain.ConsoleSlug {
			return 0, nil
		}
		return t.noticeExpiry(ctx)
	}, failed)
}

// noticeExpiry does one tenant's, and says when the next notice is due (0:
// never).
func (t *Tenant) noticeExpiry(ctx context.Context) (int64, error) {
	rows, err := t.gate.Visit(ctx, tenantdb.Select(copySQL+` ORDER BY valid_from`),
		tenantdb.Select(`SELECT a.id, a.email, a.name FROM accounts a JOIN administrators b ON b.id = a.id ORDER BY a.id`),
		tenantdb.Select(`SELECT count(*) FROM accounts WHERE disabled = 0`))
	if err != nil {
		return 0, err
	}
	if err := t.store.registry.SetSeatsUsed(ctx, t.Info().ID, rows[2][0][0].I); err != nil {
		return 0, err
	}
	var windows []domain.Window
	for _, row := range rows[0] {
		windows = append(windows, tenantdb.WindowOf(row))
	}
	w, ok := domain.Covered(windows, t.gate.Now())
	if !ok || w.Suspended {
		return 0, nil
	}
	days, due, next := domain.Expiry(w.Until, t.gate.Now())
	if !due || t.store.mailable() != nil {
		return next, nil
	}
	return next, t.notice(ctx, w, days, rows[1])
}

// notice writes to the administrators, unless that has been done. What is
// nearer to the end than this was said already, too.
func (t *Tenant) notice(ctx context.Context, w domain.Window, days int64, admins db.Rows) error {
	args := []db.Value{db.Text(w.ID), db.Int(w.Until), db.Int(days)}
	c := t.gate.Begin(tenantdb.Did("subscription.notice", "subscription", w.ID).With("days", digits(days))).Exec(
		tenantdb.Require(`NOT EXISTS (SELECT 1 FROM subscriptions_noticed WHERE subscription_id = ? AND valid_until = ? AND days <= ?)`, args...),
		db.Q(`INSERT INTO subscriptions_noticed (subscription_id, valid_until, days) VALUES (?, ?, ?)`, args...))
	for _, row := range admins {
		about := t.about(domain.User{ID: row[0].S, Email: row[1].S, Name: row[2].S}, t.store.cfg.Origin(t.Info().Slug)+"/billing")
		if err := t.mail(c, mail.SubscriptionEnds(about, domain.Local(w.Until).Format("2 January 2006"), days)); err != nil {
			return err
		}
	}
	err := t.gate.Record(ctx, c)
	if errors.Is(err, ErrStale) { // it was sent
		return nil
	}
	return err
}
