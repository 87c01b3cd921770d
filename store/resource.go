package store

import (
	"context"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/tenantdb"
)

// What handlers know of the record engine.
type (
	Filter = tenantdb.Filter
	List   = tenantdb.List
	Rule   = tenantdb.Rule
)

// rules are the conditions on records that only the database can decide, by
// table. (TinyGo makes no map at compile time whose keys are pointers.)
var rules = map[string][]tenantdb.Rule{
	"employees":  {managerFits},
	"absences":   {absenceFits, absenceCounted},
	"timesheets": {timesheetFits},
	"payroll":    {payslipOnce, correctionFits},

	"credentials": {credentialFits},
	"courses":     {courseFits},
	"training":    {trainingFits, trainingExpires},
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
// "invalid-request", a rule's refusal, also of those given beside its own.
func (t *Tenant) Create(ctx context.Context, r *domain.Resource, values []string, more ...Rule) (domain.Record, *Change, error) {
	return t.gate.Create(ctx, r, slices.Concat(rules[r.Name], more), values)
}

// Repeated says in a refusal that another record has the same value of the
// Seldom column.
const Repeated = "repeated"

// SeldomRepeated holds while no other record has the value of the Seldom column.
func SeldomRepeated(r *domain.Resource) Rule {
	label := strings.ToLower(r.Columns[r.Index(r.Seldom)].Label)
	return Rule{Columns: []string{r.Seldom},
		Holds: "NOT EXISTS (SELECT 1 FROM " + r.Name + " o WHERE lower(o." + r.Seldom + ") = lower(new." + r.Seldom + ") AND o.id <> new.id)",
		Refusal: domain.Invalid(domain.FieldError{Field: r.Seldom, Code: Repeated,
			Message: "Another " + r.One + " has this " + label + " already. Save again if that is right"})}
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
