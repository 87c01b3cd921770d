package domain

// WorkKinds are the kinds of time that a timesheet has.
var WorkKinds = []string{"normal", "overtime", "on-call", "bank-holiday"}

// workLines is a week's work, a line for each stretch of time.
var workLines = RowsOf(
	Field{Name: "date", Label: "Date", Kind: Date, Required: true},
	Field{Name: "minutes", Label: "Time", Kind: Minutes, Required: true},
	Field{Name: "kind", Label: "Kind", Kind: Choice, Options: WorkKinds, Required: true},
	Field{Name: "note", Label: "Note", Max: 200},
)

// runsPayroll locks what was approved, once it is paid, and opens it again.
var runsPayroll = Reaches{Admin: Everybody, HR: Everybody, Finance: Everybody}

// Timesheets declares the time that people have worked in a week (HR-2). One is
// changed as a draft or when it was returned, and not at all once it is locked:
// what is opened again goes the whole way again.
var Timesheets = &Resource{
	Table: &Table{Name: "timesheets", Entity: "timesheet", Held: Held{Staff: "employee_id", Keep: KeepStaff}, Columns: []Column{
		{Field: Field{Name: "employee_id", Label: "Employee", Kind: ID, Required: true}, Of: "employees", Fixed: true},
		{Field: Field{Name: "week_start", Label: "Week starting", Hint: "A Monday", Kind: Date, Required: true}, Fixed: true},
		{Field: Field{Name: "lines", Label: "Time worked", Kind: workLines}, Class: Personal},
		{Field: Field{Name: "total_minutes", Label: "Total", Kind: Minutes}, Writers: NoRole},
		{Field: Field{Name: "state", Label: "Status"}, Writers: NoRole},
		{Field: Field{Name: "moved_by", Label: "Last step by", Kind: ID}, Of: "accounts", Writers: NoRole},
		{Field: Field{Name: "moved_at", Label: "Last step", Kind: Instant}, Writers: NoRole},
		{Field: Field{Name: "reason", Label: "Reason", Max: 500}, Class: Personal, Writers: NoRole},
	}},
	Path: "/api/hr/timesheets", Page: "/timesheets", Module: ModuleHR, Area: AreaPeople,
	One: "timesheet", Many: "Timesheets", Adds: "Fill in a week",
	Subject: "employee_id", Read: anybodysOwn.widened(Finance, ReadOnly),
	Create: anybodysOwn, Edit: anybodysOwn, EditIn: []string{"draft", "returned"},
	Filters: []string{"employee_id", "state"}, From: "week_start", To: "week_start",
	Order: []string{"week_start"}, Latest: true, Sorts: []string{"week_start", "total_minutes", "state"},
	Columned: []string{"week_start", "total_minutes", "state"},
	Groups: []Group{
		{"Week", []string{"employee_id", "week_start", "lines", "total_minutes"}},
		{"Status", []string{"state", "moved_by", "moved_at", "reason"}},
	},
	OwnEdit: true,
	Leads: []Lead{
		{"Timesheets to approve", "/timesheets/queue", decides.Roles()},
		{"Payroll: lock a month", "/timesheets/payroll", runsPayroll.Roles()},
	},
	Refusals: []string{"timesheet-exists", "wrong-state"},
	States: &States{Column: "state", Start: "draft", By: "moved_by", At: "moved_at", Why: "reason",
		Names: []StateName{{"draft", "Draft", "grey"}, {"submitted", "Submitted", "blue"}, {"approved", "Approved", "green"},
			{"returned", "Returned", "yellow"}, {"locked", "Locked", "purple"}},
		Moves: []Move{
			{Name: "submit", Label: "Submit", From: []string{"draft", "returned"}, To: "submitted", By: anybodysOwn},
			{Name: "approve", Label: "Approve", From: []string{"submitted"}, To: "approved", By: decides, NotOwn: true,
				Task: "Approve timesheet", Tells: "Your timesheet was approved"},
			{Name: "return", Label: "Return", From: []string{"submitted"}, To: "returned", By: decides, NotOwn: true,
				Reason: true, Warns: true, Tells: "Your timesheet was returned"},
			{Name: "lock", Label: "Lock", From: []string{"approved"}, To: "locked", By: runsPayroll},
			{Name: "reopen", Label: "Reopen", Past: "reopened", From: []string{"approved", "locked"}, To: "returned",
				By: runsPayroll, Reason: true, Warns: true, Tells: "Your timesheet was reopened"},
		}},
	Check: checkTimesheet, Derive: totalOfWeek,
}

// MostMoved is how many timesheets move at once: they are written in one transaction.
const MostMoved = 1000

// ErrTimesheetExists refuses a second timesheet of a person for a week.
var ErrTimesheetExists = &Error{Code: "timesheet-exists",
	Message: "There is a timesheet for this person and week already."}
