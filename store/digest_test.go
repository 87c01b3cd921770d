package store_test

import (
	"slices"
	"testing"

	"ringfence/domain"
	"ringfence/store"
)

// TestDigest: what has changed shows, by table; outside the local default
// nothing does.
func TestDigest(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	w.keep = true
	w.Store = w.process(t, masterKey(1))
	digest := func() []store.TableDigest {
		t.Helper()
		list, err := w.as(t, store.Request{}).Digest(ctx)
		must(t, err)
		return list
	}
	before := digest()
	w.exec(t, `UPDATE employees SET department = NULL WHERE given_name = 'hr'`)
	var changed []string
	for i, d := range digest() {
		if d != before[i] {
			changed = append(changed, d.Table)
		}
	}
	if !slices.Equal(changed, []string{"employees"}) || len(before) < 15 {
		t.Errorf("%q of %d tables", changed, len(before))
	}
	w.keep = false
	w.Store = w.process(t, masterKey(1))
	_, err := w.as(t, store.Request{}).Digest(ctx)
	wantIs(t, err, domain.ErrNotFound)
}
