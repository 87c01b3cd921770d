package domain_test

import (
	"testing"

	"ringfence/domain"
)

const oneDay = int64(24 * 60 * 60 * 1000)

// TestExpiry: which notice is due when, and when the next one is, of a window
// that ends on day 100.
func TestExpiry(t *testing.T) {
	t.Parallel()
	for now, want := range map[int64]struct {
		days int64
		due  bool
		next int64
	}{
		0:              {0, false, 70},
		70*oneDay - 1:  {0, false, 70},
		70 * oneDay:    {30, true, 86},
		85 * oneDay:    {30, true, 86},
		86 * oneDay:    {14, true, 93},
		98 * oneDay:    {7, true, 99}, // the first two were missed
		99 * oneDay:    {1, true, 100},
		100 * oneDay:   {0, true, 0},
		114 * oneDay:   {0, true, 0},
		114*oneDay + 1: {0, false, 0},
	} {
		days, due, next := domain.Expiry(100*oneDay, now)
		if days != want.days || due != want.due || next != want.next*oneDay {
			t.Errorf("day %d: %d %v %d", now/oneDay, days, due, next/oneDay)
		}
	}
}

// TestCovered: windows that follow each other are one cover; behind a gap
// another begins.
func TestCovered(t *testing.T) {
	t.Parallel()
	list := []domain.Window{{ID: "a", From: 0, Until: 10}, {ID: "b", From: 10, Until: 20}, {ID: "c", From: 25, Until: 30}}
	for now, want := range map[int64]string{0: "b", 5: "b", 15: "b", 22: "b", 25: "c", 40: "c"} {
		if w, ok := domain.Covered(list, now); !ok || w.ID != want {
			t.Errorf("at %d: %s %v", now, w.ID, ok)
		}
	}
	if _, ok := domain.Covered(nil, 5); ok {
		t.Error("no window covers")
	}
	if w, ok := domain.Covered(list[2:], 5); ok {
		t.Errorf("%s has not begun", w.ID)
	}
}
