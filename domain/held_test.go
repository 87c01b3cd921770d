package domain

import (
	"slices"
	"testing"
)

// TestHeld: every table that holds something about people says how it is found,
// in columns that are its own, or why it is not answered with (GDPR-1).
func TestHeld(t *testing.T) {
	if names := Undecided(Tables); names != nil {
		t.Errorf("%v hold something about people and do not say how it is found", names)
	}
	forgotten := &Table{Name: "forgotten", Columns: []Column{{Field: Field{Name: "note"}, Class: Personal}}}
	if names := Undecided(append(slices.Clone(Tables), forgotten)); !slices.Equal(names, []string{"forgotten"}) {
		t.Errorf("%v are undecided", names)
	}
}
