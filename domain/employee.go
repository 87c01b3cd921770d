package domain

// Who may read and write the sealed parts of a staff record (ROLE); the person
// concerned reads their own in any role.
const (
	payReaders      = Roles(Admin | HR | Finance)
	identityReaders = Roles(Admin | HR)
	staffWriters    = Roles(Admin | HR)
)

// Employees declares the staff records (HR-1).
var Employees = &Table{
	Name:   "employees",
	Entity: "employee",
	Columns: []Column{
		{Field: Field{Name: "given_name", Label: "Given name", Required: true, Max: 100}, Class: Personal, Writers: staffWriters},
		{Field: Field{Name: "family_name", Label: "Family name", Required: true, Max: 100}, Class: Personal, Writers: staffWriters},
		{Field: Field{Name: "email", Label: "Email address", Kind: Email, Required: true}, Class: Personal, Writers: staffWriters},
		{Field: Field{Name: "job_title", Label: "Job title", Max: 120}, Writers: staffWriters},
		{Field: Field{Name: "department", Label: "Department", Max: 120}, Writers: staffWriters},
		{Field: Field{Name: "manager_id", Label: "Manager", Kind: ID}, Writers: staffWriters},
		{Field: Field{Name: "start_date", Label: "Start date", Kind: Date}, Writers: staffWriters},
		{Field: Field{Name: "end_date", Label: "End date", Kind: Date}, Writers: staffWriters},
		{Field: Field{Name: "ni_number", Label: "National Insurance number", Hint: "For example, QQ 12 34 56 C", Kind: NINumber}, Class: Sealed, Readers: payReaders, Writers: staffWriters},
		{Field: Field{Name: "date_of_birth", Label: "Date of birth", Kind: Date}, Class: Sealed, Readers: identityReaders, Writers: staffWriters},
		{Field: Field{Name: "address", Label: "Home address", Kind: Lines, Max: 500}, Class: Sealed, Readers: identityReaders, Writers: staffWriters},
		{Field: Field{Name: "bank_account", Label: "Bank account number", Hint: "8 digits", Kind: Account}, Class: Sealed, Readers: payReaders, Writers: payReaders},
		{Field: Field{Name: "sort_code", Label: "Sort code", Hint: "6 digits", Kind: SortCode}, Class: Sealed, Readers: payReaders, Writers: payReaders},
	},
}

// CheckEmployee applies the rules that hold between fields. Values are beside
// Employees.Columns; today is YYYY-MM-DD.
func CheckEmployee(values []string, today string) []FieldError {
	get := func(name string) string { return values[Employees.Index(name)] }
	var bad []FieldError
	if start, end := get("start_date"), get("end_date"); start != "" && end != "" && end < start {
		bad = append(bad, FieldError{"end_date", "before-start", "End date must not be before the start date"})
	}
	if get("date_of_birth") > today {
		bad = append(bad, FieldError{"date_of_birth", "in-future", "Date of birth must be in the past"})
	}
	return bad
}
