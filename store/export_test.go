package store

import (
	"context"

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
