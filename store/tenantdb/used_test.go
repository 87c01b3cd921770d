package tenantdb

import (
	"strconv"
	"testing"
)

// TestUsesAreBounded: what is remembered of sessions does not grow for ever,
// and forgetting costs no more than a write.
func TestUsesAreBounded(t *testing.T) {
	t.Parallel()
	const now = touchEvery
	g, most := &Gate{used: map[string]int64{}}, 0
	for i := range 25_000 {
		if !g.touchDue("session "+strconv.Itoa(i), now) {
			t.Fatal("a session that was never seen is not due")
		}
		most = max(most, len(g.used))
	}
	if most != mostUsed || g.touchDue("session 24999", now) {
		t.Errorf("%d are remembered, or the last is not", most)
	}
}
