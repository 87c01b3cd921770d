package store

import (
	"context"
	"errors"

	"ringfence/domain"
	"ringfence/store/mail"
	"ringfence/store/tenantdb"
)

// Note is a change of n ledger entries and nothing else.
func (t *Tenant) Note(n int) *Change {
	c := t.gate.Begin(tenantdb.Did("test.note", "", ""))
	for range n - 1 {
		c.Also(tenantdb.Did("test.note", "", ""))
	}
	return c
}

// Post is a change of n messages and an entry.
func (t *Tenant) Post(n int, m mail.Message) (*Change, error) {
	c := t.Note(1)
	for range n {
		if err := t.mail(c, m); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// AddJobKind adds a kind of job to the table.
func (s *Store) AddJobKind(kind string, work func(context.Context, *Tenant, *Slice) error) {
	s.jobs[kind] = work
}

// VerifySlice is the slice of LedgerVerify.
var VerifySlice = verifySlice

// NoteSlice adds an entry to a slice's change.
func (s *Slice) NoteSlice(id string) { s.Change.Also(tenantdb.Did("test.note", "slice", id)) }

// MarkDue marks a tenant, as a change with messages does.
func (s *Store) MarkDue(tenant string) {
	<-s.registry.MarkDue(context.Background(), tenant, []tenantdb.Mark{{Kind: dueMail}})
}

// PreparedSQL and BankChangesSQL are what a pay run asks of the ledger.
const (
	PreparedSQL    = preparedSQL
	BankChangesSQL = bankChangesSQL
)

// PayMany is a change of n drafts, of the employees "many1" and so on.
func (t *Tenant) PayMany(ctx context.Context, period string, n int64) (*Change, error) {
	_, err := t.Check(ctx)
	if err != nil {
		return nil, err
	}
	c := t.Note(1)
	for i := int64(1); i <= n; i++ {
		err = errors.Join(err, t.draft(c, domain.Payroll.Row(map[string]string{"employee_id": "many" + digits(i), "period": period,
			"pay_on": period + "-27", "gross_pence": "250000", "tax_pence": "30000", "ni_pence": "15000", "pension_pence": "10000",
			"other_pence": "5000", "net_pence": "190000", "state": domain.PayDraft})))
	}
	return c, err
}
