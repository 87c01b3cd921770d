package domain

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Resource declares records that are listed, read, added, changed and moved
// from state to state in the one way that all share. Routes, pages, SQL, the
// OpenAPI document and the ledger's entries are read from it. What needs a
// query of its own stays a plain method beside it.
type Resource struct {
	*Table
	Path    string // of its JSON routes: "/api/hr/absences"
	Page    string // of its pages: "/absences"
	OwnPage string // where people read those about themselves, who reach no further: "/payslips"; "": there too
	Due     string // the column with the day by which a task about it is due, or ""
	Module  Module
	Area    Area                                                                     // where the menu names its list
	One     string                                                                   // what one is called, in the middle of a sentence: "absence"
	Many    string                                                                   // what the list is called, as a title: "Absences"
	Menu    string                                                                   // what the menu calls it, where that is shorter than Many
	Adds    string                                                                   // the button that adds one: "Add an employee"
	Caption string                                                                   // column shown below a record's title, or ""
	Flag    func(get func(column string) string, today string) (text, colour string) // a tag beside its title; nil for none

	MoreOf func(get func(column string) string, column string) (label, href string) // where to read more of a value; nil for none

	Subject string   // the column with the member of staff that a record is about
	Read    Reaches  // whose records a role reads
	Create  Reaches  // about whom a role adds one
	Edit    Reaches  // whose records a role changes
	EditIn  []string // the states in which it may be changed; none: all
	OwnIn   []string // the states in which people read those about themselves, who do not reach everybody; none: all

	Imports bool   // of staff: many can be added and changed at once from a CSV file
	Seldom  string // a column in which two records seldom have the same: the form for a new one asks again; or ""

	Filters []string // columns that a list can be narrowed by
	From    string   // column that ?from= is a least of; "": there is no such filter
	To      string   // column that ?to= is a most of
	Order   []string // columns of the list's usual order; the id decides last
	Latest  bool     // that order is the other way round
	Sorts   []string // columns that it can be sorted by instead

	Leads    []Lead   // to pages of the wing's own, from the list
	Columned []string // columns of the list's page
	Groups   []Group  // of the record's page and form
	OwnEdit  bool     // the page that changes one is the wing's own, at the usual address

	Below []Lead // the same, from a record's page: "data" stands below the record's own address

	States   *States
	Lapse    *Move                                                           // the task that a record is when its day in Due comes near; nil for none
	Renews   []string                                                        // columns: a record with the same and a later day in Due takes one's place; nil: none does
	Refusals []string                                                        // codes of its own refusals, beside those that all have
	Check    func(get func(column string) string, today string) []FieldError // rules between fields
	Derive   func(get func(column string) string) map[string]string          // what the application computes of the others; nil: nothing
}

// Compute gives the columns of a record that are computed of the others.
func (r *Resource) Compute(rec Record) {
	if r.Derive != nil {
		r.Set(rec, r.Derive(r.Get(rec)))
	}
}

// Lead is a link that the roles are shown.
type Lead struct {
	Label, Href string
	Roles       Roles
}

// Group is a heading of the record's page, and the columns under it.
type Group struct {
	Title   string
	Columns []string
}

// States is a resource's life: the column that holds the state, the first
// state and the moves from one to another.
type States struct {
	Column, Start string
	Names         []StateName
	Moves         []Move
	By, At, Why   string // columns with who made the last move, when and why; "": not kept

	Undone []string // columns of which a change takes a record back to Start, without By, At and Why
}

// Moved is a time (Unix milliseconds) as the column At has it: a date or an instant.
func (s *States) Moved(t *Table, ms int64) string {
	if i := t.Index(s.At); i >= 0 && t.Columns[i].Kind == Date {
		return Today(ms)
	}
	return strconv.FormatInt(ms, 10)
}

// StateName is a state in words.
type StateName struct{ State, Label, Colour string }

// Move takes a record from a state to another.
type Move struct {
	Name   string // of the route: "approve"
	Label  string // of the button: "Approve"
	Past   string // what it did, before a name: "approved"; "": the name of the state To
	From   []string
	To     string
	By     Reaches
	Apart  bool   // its routes are written by hand: the record's page leads to them, at Page/{id}/Name
	NotOwn bool   // nobody decides on their own record
	Reason bool   // it has to be given
	Warns  bool   // the button warns
	Task   string // what it is called as a task of whoever may make it: "Decide on leave"; "" for none
	Within int    // of a Lapse: how many days before
	Every  int    // days after which who has been written of the task is written of it again; 0: RemindEvery
	Tells  string // what the member of staff is told whom the record is about, unless it asks for a task: "Your leave was approved"; "" for nothing
}

// Reach is whose records a role gets at.
type Reach uint8

// The reaches, each within the next.
const (
	Nobody Reach = iota
	Own
	Below // one's own, and those of the people below
	Everybody
)

// Reaches say it by role; a role that is absent reaches nobody.
type Reaches map[Role]Reach

// Roles are those that reach anybody.
func (r Reaches) Roles() Roles { return r.Least(Own) }

// Least are the roles that reach so far.
func (r Reaches) Least(least Reach) (roles Roles) {
	for role, reach := range r {
		if reach >= least {
			roles |= Roles(role)
		}
	}
	return roles
}

// Beyond are the roles that reach more than their own.
func (r Reaches) Beyond() (roles Roles) {
	for role, reach := range r {
		if reach > Own {
			roles |= Roles(role)
		}
	}
	return roles
}

// widened is a copy in which some roles reach everybody.
func (r Reaches) widened(roles ...Role) Reaches {
	wide := maps.Clone(r)
	for _, role := range roles {
		wide[role] = Everybody
	}
	return wide
}

// Allows reports whether a role reaches a record that it reads, which is about
// the caller or not.
func (r Reaches) Allows(role Role, own bool) bool {
	return r[role] > Own || r[role] == Own && own
}

// Input are the fields that a caller may give of a new record by name.
func (r *Resource) Input() (fields Fields) {
	for i := range r.Columns {
		if r.Columns[i].Typed() {
			fields = append(fields, r.Columns[i].Field)
		}
	}
	return fields
}

// EditInput are the fields that a caller may give of a record that is there.
func (r *Resource) EditInput() (fields Fields) {
	for i := range r.Columns {
		if c := &r.Columns[i]; c.Typed() && !c.Fixed {
			fields = append(fields, c.Field)
		}
	}
	return fields
}

// Values places an input's values beside the columns; what is the
// application's own is empty.
func (r *Resource) Values(in *Input) []string {
	values := make([]string, len(r.Columns))
	for i := range r.Columns {
		if r.Columns[i].Typed() {
			values[i] = cmp.Or(in.Get(r.Columns[i].Name), r.Columns[i].Default)
		}
	}
	return values
}

// Row places values by column beside the columns.
func (t *Table) Row(values map[string]string) []string {
	rec := Record{Values: make([]string, len(t.Columns))}
	t.Set(rec, values)
	return rec.Values
}

// Set gives columns of a record the values.
func (t *Table) Set(rec Record, values map[string]string) {
	for name, value := range values {
		rec.Values[t.Index(name)] = value
	}
}

// Type is what the OpenAPI document calls one: "TrainingRecord".
func (r *Resource) Type() (name string) {
	for _, word := range strings.Fields(r.One) {
		name += Capital(word)
	}
	return name
}

// Title is what people call a record: by the table's own columns, or by the
// member of staff whom it is about.
func (r *Resource) Title(rec Record) string {
	if r.About() && rec.Names != nil {
		return rec.Names[r.Index(r.Subject)]
	}
	get, parts := r.Get(rec), []string(nil)
	for _, name := range r.Called {
		parts = append(parts, get(name))
	}
	return strings.Join(parts, " ")
}

// Display is a record's value in a column for a reader.
func (r *Resource) Display(rec Record, column int) string {
	c := &r.Columns[column]
	switch {
	case c.Of != "" && rec.Names != nil:
		return rec.Names[column]
	case r.States != nil && c.Name == r.States.Column:
		return r.StateName(rec).Label
	}
	return c.Kind.Display(rec.Values[column])
}

// CaptionOf is what stands below a record's title, of a value or of the name of
// what it names.
func (r *Resource) CaptionOf(value string) string {
	if i := r.Index(r.Caption); i >= 0 && r.Columns[i].Of == "" {
		return r.Columns[i].Kind.Display(value)
	}
	return value
}

// StateName is a record's state in words; empty if it has none.
func (r *Resource) StateName(rec Record) StateName {
	if r.States == nil {
		return StateName{}
	}
	return r.States.Named(r.State(rec))
}

// Named is how a state is shown; nothing if it was not declared.
func (s *States) Named(state string) StateName {
	for _, n := range s.Names {
		if n.State == state {
			return n
		}
	}
	return StateName{}
}

// Tasks are what waits for somebody: moves, and days that come near.
func (r *Resource) Tasks() (list []*Move) {
	if r.States != nil {
		for i := range r.States.Moves {
			if r.States.Moves[i].Task != "" {
				list = append(list, &r.States.Moves[i])
			}
		}
	}
	if r.Lapse != nil {
		list = append(list, r.Lapse)
	}
	return list
}

// Asked are the tasks that a record becomes by what was done to it: a move, or
// "create".
func (r *Resource) Asked(verb string) (tasks []*Move) {
	if r.States == nil {
		return nil
	}
	state := r.States.Start
	if m := r.Move(verb); m != nil {
		state = m.To
	} else if verb != "create" {
		return nil
	}
	for _, m := range r.Tasks() {
		if slices.Contains(m.From, state) {
			tasks = append(tasks, m)
		}
	}
	return tasks
}

// TaskRoles are the roles for which a task may wait that is about whom they reach
// so far.
func TaskRoles(least Reach) (roles Roles) {
	for _, r := range Resources {
		for _, m := range r.Tasks() {
			roles |= m.By.Least(least)
		}
	}
	return roles
}

// About reports whether a record is about a member of staff, and is not the
// staff record itself.
func (r *Resource) About() bool { return r.Subject != "" && r.Subject != "id" }

// Move is the move of that name, or nil.
func (r *Resource) Move(name string) *Move {
	if r.States == nil {
		return nil
	}
	for i := range r.States.Moves {
		if r.States.Moves[i].Name == name {
			return &r.States.Moves[i]
		}
	}
	return nil
}

// May reports whether a role may make the move on a record in a state.
func (m *Move) May(role Role, own bool, state string) bool {
	return m.By.Allows(role, own) && slices.Contains(m.From, state) && !(m.NotOwn && own)
}

// Editable reports whether a record may be changed in the state it is in.
func (r *Resource) Editable(rec Record) bool {
	return r.EditIn == nil || slices.Contains(r.EditIn, r.State(rec))
}

// EditableAt reports whether a column may be changed in the state a record is in.
func (r *Resource) EditableAt(rec Record, column string) bool {
	return r.Editable(rec) || r.Columns[r.Index(column)].Always
}

// State is a record's state, or "".
func (r *Resource) State(rec Record) string {
	if r.States == nil {
		return ""
	}
	return rec.Values[r.Index(r.States.Column)]
}

// Get reads a record's values by name.
func (t *Table) Get(rec Record) func(string) string {
	return func(name string) string { return rec.Values[t.Index(name)] }
}

// ErrWrongState refuses what makes no sense for a record as it stands.
var ErrWrongState = &Error{Code: "wrong-state", Message: "This cannot be done now: the record's state has changed or does not allow it."}

// Resources are all that is declared.
var Resources = []*Resource{
	Employees,
	Absences,
	Timesheets,
	Training,
	Courses,
	Credentials,
	Payroll,
	Cases,
}

// ResourceNamed is the one of a table, or nil.
func ResourceNamed(table string) *Resource {
	for _, r := range Resources {
		if r.Name == table {
			return r
		}
	}
	return nil
}

// Task is something that waits for the caller, or that they have done: a move
// of a record that is theirs to make.
type Task struct {
	ID    string
	Kind  string // entity and move: "absence.approve"
	Title string
	Of    *Resource
	About string // id of the record
	DueOn string // YYYY-MM-DD, or ""
	Done  bool
}

// Hit is a record that a search has found.
type Hit struct {
	Of              *Resource
	ID              string
	Title, Subtitle string
}
