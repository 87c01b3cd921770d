package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/tenantdb"
)

// What handlers know of the record engine.
type (
	Filter = tenantdb.Filter
	List   = tenantdb.List
)

// rules are the conditions on records that only the database can decide, by
// table. (TinyGo makes no map at compile time whose keys are pointers.)
var rules = map[string][]tenantdb.Rule{
	"employees": {managerFits},
	"absences":  {absenceFits},
}

// List reads a page of the records that the caller reaches: at most Limit + 1,
// one more saying that there is another. Error: "invalid-request" for the cursor.
func (t *Tenant) List(ctx context.Context, r *domain.Resource, f Filter) (List, error) {
	list, _, err := t.gate.List(ctx, r, f)
	return list, err
}

// Get reads one record within the caller's reach. Error: domain.ErrNotFound.
func (t *Tenant) Get(ctx context.Context, r *domain.Resource, id string) (domain.Record, error) {
	rec, _, err := t.gate.Get(ctx, r, id, false)
	return rec, err
}

// Create decides a new record of values beside the columns. Errors:
// "invalid-request", a rule's refusal.
func (t *Tenant) Create(ctx context.Context, r *domain.Resource, values []string) (domain.Record, *Change, error) {
	return t.gate.Create(ctx, r, rules[r.Name], values)
}

// Edit decides a change of a record: the given columns take the given values.
// ifVersion, unless 0, is the version that must still stand. Errors:
// domain.ErrNotFound, domain.ErrConflict, domain.ErrForbidden,
// domain.ErrWrongState, "invalid-request", a rule's refusal.
func (t *Tenant) Edit(ctx context.Context, r *domain.Resource, id string, ifVersion int64, given map[string]string) (domain.Record, *Change, error) {
	return t.gate.Edit(ctx, r, rules[r.Name], id, ifVersion, given)
}

// Move decides a move of a record to another state. Errors:
// domain.ErrNotFound, domain.ErrForbidden, domain.ErrWrongState, "invalid-request".
func (t *Tenant) Move(ctx context.Context, r *domain.Resource, m *domain.Move, id, reason string) (domain.Record, *Change, error) {
	return t.gate.Move(ctx, r, m, id, reason)
}

// Tasks are what waits for the caller, or what they have done.
func (t *Tenant) Tasks(ctx context.Context, done bool) ([]domain.Task, error) {
	return t.gate.Tasks(ctx, done)
}

// Notices are what happened that concerns the caller, newest first.
func (t *Tenant) Notices(ctx context.Context) ([]domain.Notice, error) { return t.gate.Notices(ctx) }

// ReadNotices decides that the caller has read them up to a time (Unix milliseconds).
func (t *Tenant) ReadNotices(ctx context.Context, until int64) (*Change, error) {
	return t.gate.ReadNotices(ctx, until)
}

// Search finds records that the caller may open, by words in any order.
func (t *Tenant) Search(ctx context.Context, text string) ([]domain.Hit, error) {
	return t.gate.Search(ctx, text)
}
