package tenantdb

import (
	"context"
	"slices"

	"ringfence/domain"
)

// Move decides a move of a record to another state. Errors:
// domain.ErrNotFound, domain.ErrForbidden on one's own record where that is
// not for oneself to decide, domain.ErrWrongState, "invalid-request" without a reason.
func (h *Handle) Move(ctx context.Context, r *domain.Resource, m *domain.Move, id, reason string) (domain.Record,
	*Change, error) {
	old, _, err := h.Get(ctx, r, id, false)
	if err == nil {
		err = h.mayMove(r, m, old, reason)
	}
	if err != nil {
		return old, nil, err
	}
	return h.moved(r, m, old, reason)
}

// MoveAll decides a move of the records that a filter finds, at most its limit,
// in one transaction. Those on which the caller may not make it are left out.
// left is how many more the filter finds.
func (h *Handle) MoveAll(ctx context.Context, r *domain.Resource, m *domain.Move, f Filter) (moved, left int64,
	all *Change, err error) {
	f.Count = true
	list, _, err := h.List(ctx, r, f)
	if err != nil {
		return 0, 0, nil, err
	}
	all = h.Unchanged()
	for _, old := range list.Records[:min(len(list.Records), f.Limit)] {
		if h.mayMove(r, m, old, "") != nil {
			continue
		}
		_, change, err := h.moved(r, m, old, "")
		if err != nil {
			return 0, 0, nil, err
		}
		all.Join(change)
		moved++
	}
	return moved, list.Total - moved, all, nil
}

func (h *Handle) mayMove(r *domain.Resource, m *domain.Move, old domain.Record, reason string) error {
	switch {
	case m.NotOwn && old.Own, !m.By.Allows(h.access.User.Role, old.Own):
		return domain.ErrForbidden
	case !slices.Contains(m.From, r.State(old)):
		return domain.ErrWrongState
	case m.Reason && reason == "":
		return domain.Invalid(domain.FieldError{Field: "reason", Code: "required", Message: "Reason is required"})
	}
	return nil
}

// moved is the record as the move leaves it, and the change.
func (h *Handle) moved(r *domain.Resource, m *domain.Move, old domain.Record, reason string) (domain.Record, *Change,
	error) {
	rec := old
	rec.Values = slices.Clone(old.Values)
	rec.Version, rec.UpdatedAt = old.Version+1, h.Now()
	setState(r, rec, m.To, h.access.User.ID, r.States.Moved(r.Table, rec.UpdatedAt), reason)
	r.Compute(rec)
	change, err := h.recordChange(m.Name, r, old, rec, nil)
	return rec, change, err
}
