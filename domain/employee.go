package domain

import "ringfence/domain/leave"

// Who may read and write the sealed parts of a staff record (ROLE); the person
// concerned reads their own in any role.
const (
	payReaders      = Roles(Admin | HR | Finance)
	identityReaders = Roles(Admin | HR)
	staffWriters    = Roles(Admin | HR)
)

// employeeTable is what is held of a member of staff.
var employeeTable = &Table{
	Name:   "employees",
	Entity: "employee",
	Called: []string{"given_name", "family_name"},
	Search: []string{"given_name", "family_name", "email", "job_title"},
	Held:   Held{Staff: "id", Keep: KeepStaff},
	Columns: []Column{
		{Field: Field{Name: "given_name", Label: "First name", Required: true, Max: 100}, Class: Personal, Writers: staffWriters},
		{Field: Field{Name: "family_name", Label: "Last name", Required: true, Max: 100}, Class: Personal, Writers: staffWriters},
		{Field: Field{Name: "email", Label: "Email address", Kind: Email, Required: true}, Class: Personal, Writers: staffWriters},
		{Field: Field{Name: "job_title", Label: "Job title", Max: 120}, Writers: staffWriters},
		{Field: Field{Name: "department", Label: "Department", Max: 120}, Writers: staffWriters},
		{Field: Field{Name: "manager_id", Label: "Manager", Kind: ID}, Of: "employees", Writers: staffWriters},
		{Field: Field{Name: "start_date", Label: "Start date", Kind: Date}, Writers: staffWriters},
		{Field: Field{Name: "end_date", Label: "End date", Kind: Date}, Writers: staffWriters},
		{Field: Field{Name: "working_days", Label: "Working days", Kind: Pattern,
			Hint: "Seven letters from Monday, with - for a day that is not worked: MTWTF-- unless given"},
			Writers: staffWriters, Default: string(leave.Usual)},
		{Field: Field{Name: "annual_leave_days", Label: "Annual leave", Kind: HalfDays,
			Hint: "Days in a whole year. If empty, the organisation's, by the share of five days that is worked"}, Writers: staffWriters},
		{Field: Field{Name: "account_id", Label: "Account", Kind: ID}, Of: "accounts", Writers: NoRole},
		{Field: Field{Name: "ni_number", Label: "National Insurance number", Hint: "For example, AB 12 34 56 C", Kind: NINumber}, Class: Sealed, Indexed: true, Readers: payReaders, Writers: staffWriters},
		{Field: Field{Name: "date_of_birth", Label: "Date of birth", Kind: Date}, Class: Sealed, Readers: identityReaders, Writers: staffWriters},
		{Field: Field{Name: "address", Label: "Home address", Kind: Lines, Max: 500}, Class: Sealed, Readers: identityReaders, Writers: staffWriters},
		{Field: Field{Name: "bank_account", Label: "Bank account number", Hint: "8 digits", Kind: Account}, Class: Sealed, Readers: payReaders, Writers: payReaders},
		{Field: Field{Name: "sort_code", Label: "Sort code", Hint: "6 digits", Kind: SortCode}, Class: Sealed, Readers: payReaders, Writers: payReaders},
	},
}

// Employees declares the staff records (HR-1).
var Employees = &Resource{
	Table: employeeTable,
	Path:  "/api/hr/employees", Page: "/employees", Module: ModuleHR, Area: AreaPeople, One: "employee", Many: "Staff", Adds: "Add an employee", Caption: "job_title",
	Subject: "id",
	Read:    Reaches{Admin: Everybody, HR: Everybody, Finance: Everybody, ReadOnly: Everybody, Manager: Below, Clinical: Own, Employee: Own},
	Create:  Reaches{Admin: Everybody, HR: Everybody},
	Edit:    Reaches{Admin: Everybody, HR: Everybody, Finance: Everybody},
	Seldom:  "email", Imports: true,
	Filters:  []string{"department"},
	Order:    []string{"family_name", "given_name"},
	Sorts:    []string{"job_title", "department", "start_date"},
	Columned: []string{"job_title", "department", "email"},
	Groups: []Group{
		{"Person", []string{"given_name", "family_name", "email", "date_of_birth", "address"}},
		{"Job", []string{"job_title", "department", "manager_id", "start_date", "end_date"}},
		{"Working time", []string{"working_days", "annual_leave_days"}},
		{"Pay", []string{"ni_number", "bank_account", "sort_code"}},
	},
	Below: []Lead{{"Everything held on this person", "data", Roles(Admin | HR)}},
	Check: checkEmployee, Flag: hasLeft,
}

// checkEmployee applies the rules that hold between fields.
func checkEmployee(get func(string) string, today string) []FieldError {
	var bad []FieldError
	if start, end := get("start_date"), get("end_date"); start != "" && end != "" && end < start {
		bad = append(bad, FieldError{"end_date", "before-start", "End date must not be before the start date"})
	}
	if get("date_of_birth") > today {
		bad = append(bad, FieldError{"date_of_birth", "in-future", "Date of birth must be in the past"})
	}
	return bad
}

func hasLeft(get func(string) string, today string) (text, colour string) {
	if end := get("end_date"); end != "" && end < today {
		return "Left", "grey"
	}
	return "", ""
}
