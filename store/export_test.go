package store

import (
	"context"

	"ringfence/store/ledger"
	"ringfence/store/mail"
)

// Sites is how many hostnames are remembered.
func (s *Store) Sites() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sites)
}

// Note is a change of n ledger entries and nothing else.
func (t *Tenant) Note(n int) *Change {
	c := &Change{}
	for range n {
		c.entries = append(c.entries, ledger.Entry{At: t.store.now(), Actor: "test", Action: "test.note"})
	}
	return c
}

// Post is a change of n messages and an entry.
func (t *Tenant) Post(n int, m mail.Message) (*Change, error) {
	c := t.Note(1)
	for range n {
		if err := c.mail(t, m); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// MarkDue marks a tenant, as a change with messages does.
func (s *Store) MarkDue(tenant string) { <-s.markDue(context.Background(), tenant) }
