package store

import "ringfence/store/ledger"

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
