package store

import (
	"context"
	"time"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
	"ringfence/store/vault"
)

// Mailer hands a message to whoever delivers it; *mail.Sender is one.
type Mailer interface {
	Send(ctx context.Context, m mail.Message) error
}

// mailable refuses what needs a message sent when none can be.
func (s *Store) mailable() error {
	if s.cfg.Mail == nil && !s.cfg.KeepMail {
		return domain.ErrMail
	}
	return nil
}

// Mails reports whether messages are sent, or kept in the local default.
func (s *Store) Mails() bool { return s.mailable() == nil }

// mail adds a message to the change: it is in the outbox if, and only if, the
// change is made. Errors: domain.ErrMail, domain.ErrEncryption.
func (t *Tenant) mail(c *Change, m mail.Message) error { return t.mailIf(c, true, m) }

// mailIf does all the work of mail and, unless holds, has the database keep
// nothing: whether there was somebody to write to cannot be told from the time
// that it takes.
func (t *Tenant) mailIf(c *Change, holds bool, m mail.Message) error {
	if err := t.store.mailable(); err != nil {
		return err
	}
	m.ID = NewID()
	args := []db.Value{db.Text(m.ID), db.Int(t.gate.Now()), db.Int(t.gate.Now())}
	for i, text := range parts(&m) {
		sealed, err := t.gate.Seal(mailPlace(i, m.ID), *text)
		if err != nil {
			return err
		}
		args = append(args, db.TextOrNull(sealed))
	}
	c.Due(dueMail, 0).Scratch(tenantdb.InScratch("outbox", `INSERT INTO outbox (id, next_at, created_at, recipient, to_name, subject, text, html)
SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE ?`, append(args, db.Bool(holds))...))
	return nil
}

// parts are a message's, beside domain.Outbox.Columns.
func parts(m *mail.Message) []*string {
	return []*string{&m.To, &m.ToName, &m.Subject, &m.Text, &m.HTML}
}

const partColumns = `recipient, to_name, subject, text, html`

func mailPlace(column int, id string) vault.Place {
	return vault.Place{Table: domain.Outbox.Name, Column: domain.Outbox.Columns[column].Name, Row: id}
}

// openMail opens the parts of a message; what was erased stays empty.
func (t *Tenant) openMail(id string, row []db.Value) (mail.Message, error) {
	m := mail.Message{ID: id}
	for i, text := range parts(&m) {
		plain, err := t.gate.Unseal(mailPlace(i, id), row[i].S)
		if err != nil {
			return m, err
		}
		*text = plain
	}
	return m, nil
}

// Letter is a message of the outbox, for the local default to show.
type Letter struct {
	mail.Message
	State     string
	CreatedAt int64 // Unix milliseconds
}

// Outbox lists the tenant's latest messages, newest first, in the local
// default; nowhere else are they there to be read. Error: domain.ErrNotFound.
func (t *Tenant) Outbox(ctx context.Context) ([]Letter, error) {
	if !t.store.cfg.KeepMail {
		return nil, domain.ErrNotFound
	}
	if err := t.gate.HasKeys(); err != nil {
		return nil, err
	}
	rows, err := t.gate.Visit(ctx, tenantdb.Select(`SELECT `+partColumns+`, id, state, created_at FROM outbox ORDER BY created_at DESC, rowid DESC LIMIT 200`))
	if err != nil {
		return nil, err
	}
	var list []Letter
	for _, row := range rows[0] {
		m, err := t.openMail(row[5].S, row)
		if err != nil {
			return nil, err
		}
		list = append(list, Letter{m, row[6].S, row[7].I})
	}
	return list, nil
}

// mailLease is how long one try has a message to itself: longer than the
// Mailer may take.
const mailLease = mail.Limit + 45*time.Second
