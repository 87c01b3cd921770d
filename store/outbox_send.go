package store

import (
	"context"
	"errors"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
)

const mailKept = 30 * 24 * time.Hour

// Mailed says what a run did.
type Mailed struct {
	Sent     int64
	Failures []MailFailure
}

// MailFailure is a message that was not sent this time, or, without an ID, a
// tenant that could not be visited. Err names no address.
type MailFailure struct {
	Tenant, ID string
	GaveUp     bool
	Err        error
}

// SendMail sends the messages that are due. Runs at the same time do not send
// one twice; a run that was cut short is continued by the next.
func (s *Store) SendMail(ctx context.Context) (Mailed, error) {
	var done Mailed
	if s.cfg.Mail == nil {
		return done, nil
	}
	err := s.eachDue(ctx, dueMail, func(t *Tenant, until int64) (int64, error) { return t.sendMail(ctx, until, &done) },
		func(tenant string, err error) {
			done.Failures = append(done.Failures, MailFailure{Tenant: tenant, Err: err})
		})
	return done, err
}

// sendMail sends one tenant's messages and says when the next one is due (0:
// there is none).
func (t *Tenant) sendMail(ctx context.Context, until int64, done *Mailed) (int64, error) {
	for t.gate.Now() < until {
		m, next, err := t.claimMail(ctx)
		if err != nil || m == nil {
			return next, err
		}
		if err := t.try(ctx, m, done); err != nil {
			return 0, err
		}
	}
	return t.gate.Now(), nil
}

// claimed is a message that is this run's to send.
type claimed struct {
	mail.Message
	tries     int64 // with this one: nobody else has claimed it since while this is its number
	createdAt int64
}

// claimMail takes the message that is due longest, or says when the next is.
func (t *Tenant) claimMail(ctx context.Context) (*claimed, int64, error) {
	now := t.gate.Now()
	rows, err := t.gate.Visit(ctx,
		tenantdb.InScratch("outbox", `DELETE FROM outbox WHERE settled_at < ?`, db.Int(now-mailKept.Milliseconds())),
		tenantdb.InScratch("outbox", `UPDATE outbox SET tries = tries + 1, next_at = ?
WHERE id = (SELECT id FROM outbox WHERE state = 'pending' AND next_at <= ? ORDER BY next_at, id LIMIT 1)
RETURNING `+partColumns+`, id, tries, created_at`, db.Int(now+mailLease.Milliseconds()), db.Int(now)),
		tenantdb.Select(`SELECT min(next_at) FROM outbox WHERE state = 'pending'`))
	if err != nil {
		return nil, 0, err
	}
	if len(rows[1]) == 0 {
		return nil, rows[2][0][0].I, nil
	}
	row := rows[1][0]
	m, err := t.openMail(row[5].S, row)
	return &claimed{m, row[6].I, row[7].I}, 0, err
}

// try sends a claimed message and settles it.
func (t *Tenant) try(ctx context.Context, m *claimed, done *Mailed) error {
	err := t.store.cfg.Mail.Send(ctx, m.Message)
	if ctx.Err() != nil && err != nil {
		return ctx.Err() // cut short: tried again when its lease has passed
	}
	ctx = context.WithoutCancel(ctx)
	if err == nil {
		done.Sent++
		return t.sent(ctx, m)
	}
	now := t.gate.Now()
	wait, again := retry(err, m.tries, time.Duration(now-m.createdAt)*time.Millisecond)
	done.Failures = append(done.Failures, MailFailure{t.Info().Slug, m.ID, !again, err})
	if !again {
		return t.giveUp(ctx, m)
	}
	_, err = t.gate.Visit(ctx, tenantdb.InScratch("outbox", `UPDATE outbox SET next_at = ? WHERE id = ? AND tries = ? AND state = 'pending'`,
		db.Int(now+wait.Milliseconds()), db.Text(m.ID), db.Int(m.tries)))
	return err
}

// retry decides by what the Mailer says.
func retry(err error, tries int64, age time.Duration) (wait time.Duration, again bool) {
	var refused *mail.Error
	if !errors.As(err, &refused) {
		return domain.RetryMail(tries, age, 0)
	}
	wait, again = domain.RetryMail(tries, age, refused.RetryAfter)
	return wait, again && refused.Temporary
}

// sent ends a message that went well. It leaves no entry: what caused it has.
func (t *Tenant) sent(ctx context.Context, m *claimed) error {
	_, err := t.gate.Visit(ctx, t.settle(m, "sent"))
	return err
}

// giveUp ends a message that will not be tried again, unless somebody else's
// try has taken it over meanwhile.
func (t *Tenant) giveUp(ctx context.Context, m *claimed) error {
	c := t.gate.Begin(tenantdb.Did("message.give-up", domain.Outbox.Entity, m.ID)).Scratch(t.settle(m, "failed")).Exec(tenantdb.RequireOne)
	if err := t.gate.Record(ctx, c); !errors.Is(err, ErrStale) {
		return err
	}
	return nil
}

// settle ends a message that is still this run's, erasing what it said.
func (t *Tenant) settle(m *claimed, state string) tenantdb.Scratch {
	erase := `, recipient = NULL, to_name = NULL, subject = NULL, text = NULL, html = NULL`
	if t.store.cfg.KeepMail {
		erase = ""
	}
	return tenantdb.InScratch("outbox", `UPDATE outbox SET state = ?, settled_at = ?`+erase+` WHERE id = ? AND tries = ? AND state = 'pending'`,
		db.Text(state), db.Int(t.gate.Now()), db.Text(m.ID), db.Int(m.tries))
}
