package domain_test

import (
	"errors"
	"fmt"
	"testing"

	"ringfence/domain"
)

// TestErrorIs compares by code, however the error is wrapped.
func TestErrorIs(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("store: %w", &domain.Error{Code: "not-found", Message: "Another sentence."})
	if !errors.Is(err, domain.ErrNotFound) || errors.Is(err, domain.ErrForbidden) || errors.Is(err, errors.New("not-found")) {
		t.Errorf("%v", err)
	}
}
