package domain

// Table is the one declaration of a table that holds records (VAULT-2): what
// a column holds, whether it is personal or sealed, and who may read and write
// it. Input, answers, sealing, the ledger, the log's scrubbing, the OpenAPI
// document and the pages are all read from it.
type Table struct {
	Name    string // of the SQL table
	Entity  string // in the ledger: "employee"
	Columns []Column
	Called  []string // columns that make up what people call a record
	Search  []string // columns that a search looks in; the column search holds them, folded
	Held    Held     // how what it holds about a person is found
}

// Tables are all of them: whatever is held on a person stands in one.
var Tables = []*Table{
	employeeTable, Absences.Table,
	Timesheets.Table,
	Payroll.Table,
	Training.Table,
	Courses.Table,
	Credentials.Table,
	Cases.Table,
	Accounts, Authenticators, Links, Calendars, Sessions, KeptAnswers, Outbox, Passkeys, Identities, SSOFlows, Jobs, Files,
}

// TableNamed is the table of that name, or nil.
func TableNamed(name string) *Table {
	for _, t := range Tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// Class says what may be done with a column's values.
type Class uint8

// The classes. The zero Class is Fact, and a test fails for a column of the
// schema that no declaration names.
const (
	Fact     Class = iota // may stand in the ledger as it is
	Personal              // identifies a person: only its fingerprint enters the ledger
	Sealed                // personal, and stored encrypted (VAULT-1)
)

// Column is one field of a record. Its Field says what a value must look like.
type Column struct {
	Field
	Class   Class
	Of      string // of an ID: the table of the records that it names
	Readers Roles  // 0: whoever may read the record
	Writers Roles  // 0: whoever may read it; NoRole: the application alone
	Fixed   bool   // given with a new record, and never changed
	Indexed bool   // of a Sealed one: found by its whole value, by an index in the column IndexName (VAULT-6)
	Always  bool   // may be changed whatever state its record is in
	Default string // of a new record that is given none; "": none
}

// IndexName is the column of the database that an Indexed column is found by. It
// is no column of the table's: it is neither answered nor exported.
func (c *Column) IndexName() string { return c.Name + "_index" }

// Index is the column's position, or -1.
func (t *Table) Index(name string) int {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

// Fields are the columns as an input form.
func (t *Table) Fields() Fields {
	fields := make(Fields, len(t.Columns))
	for i, c := range t.Columns {
		fields[i] = c.Field
	}
	return fields
}

// ReadableBy reports whether role may read the column on a record, which is
// the caller's own or not. Nobody reads a Secret.
func (c *Column) ReadableBy(role Role, own bool) bool {
	return c.Kind != Secret && (c.Readers == 0 || own || c.Readers.Has(role))
}

// WritableBy reports whether role may write the column of a record, which is
// the caller's own or not.
func (c *Column) WritableBy(role Role, own bool) bool {
	if c.Writers == 0 {
		return c.ReadableBy(role, own)
	}
	return c.Writers.Has(role)
}

// Typed reports a column whose value a caller gives by name: it is not the
// application's own, and no file.
func (c *Column) Typed() bool { return c.Writers != NoRole && c.Kind != Attached }

// InForm reports a column that a form asks for: it is Typed, and no list of rows.
func (c *Column) InForm() bool { return c.Typed() && (c.Kind == nil || c.Kind.Rows == nil) }

// Attachments are the columns that hold a file.
func (t *Table) Attachments() (list []*Column) {
	for i := range t.Columns {
		if t.Columns[i].Kind == Attached {
			list = append(list, &t.Columns[i])
		}
	}
	return list
}

// MediaTypes are those of the files that an Attached column takes.
func (c *Column) MediaTypes() []string {
	if c.Options != nil {
		return c.Options
	}
	return FileTypes()
}

// MayWrite refuses, naming them, the touched columns that are not the role's
// to write.
func (t *Table) MayWrite(role Role, own bool, touched func(column int) bool) error {
	refusal := *ErrForbidden
	for i := range t.Columns {
		if c := &t.Columns[i]; touched(i) && !c.WritableBy(role, own) {
			refusal.Fields = append(refusal.Fields, FieldError{Field: c.Name, Code: "forbidden", Message: c.Label + " is not yours to change"})
		}
	}
	if refusal.Fields != nil {
		return &refusal
	}
	return nil
}

// Record is one row of a Table.
type Record struct {
	ID        string
	Version   int64
	CreatedAt int64 // Unix milliseconds
	UpdatedAt int64
	Own       bool     // about the caller
	Values    []string // beside Table.Columns; "" is not set
	Names     []string // beside them: what an ID names, where that was asked for
}
