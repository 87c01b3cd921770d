package domain

import "time"

// payReaches are those who run the payroll.
var payReaches = Reaches{Admin: Everybody, HR: Everybody, Finance: Everybody}

// PayRoles are their roles.
var PayRoles = payReaches.Roles()

// The states of a payslip.
const (
	PayDraft = "draft"
	PayFinal = "final"
)

// Payroll declares payslips (HR-2). They are finalised a period at a time, by
// somebody else than who prepared them, and a final one never changes. What was
// paid too little is paid by a correction, which comes on top of the first; what
// was paid too much is taken back in a later month, as a deduction.
var Payroll = &Resource{
	Table: &Table{Name: "payroll", Entity: "payslip", Held: Held{Staff: "employee_id", Keep: KeepPay}, Called: []string{"period"}, Columns: []Column{
		{Field: Field{Name: "employee_id", Label: "Employee", Kind: ID, Required: true}, Of: "employees", Fixed: true},
		{Field: Field{Name: "period", Label: "Month", Kind: Month, Required: true}, Fixed: true},
		{Field: Field{Name: "pay_on", Label: "Pay date", Kind: Date, Required: true}},
		amount("gross_pence", "Gross pay", true),
		amount("tax_pence", "Income tax", false),
		amount("ni_pence", "National Insurance", false),
		amount("pension_pence", "Pension", false),
		amount("other_pence", "Other deductions", false),
		amount("net_pence", "Net pay", true),
		{Field: Field{Name: "correction_of", Label: "Corrects", Kind: ID}, Fixed: true},
		{Field: Field{Name: "state", Label: "Status"}, Writers: NoRole},
		{Field: Field{Name: "run", Label: "Pay run", Kind: Integer}, Writers: NoRole},
		{Field: Field{Name: "finalised_by", Label: "Finalised by", Kind: ID}, Of: "accounts", Writers: NoRole},
		{Field: Field{Name: "finalised_at", Label: "Finalised", Kind: Instant}, Writers: NoRole},
	}},
	Path: "/api/hr/payroll", Page: "/payroll", OwnPage: "/payslips", Module: ModuleHR, Area: AreaPeople,
	One: "payslip", Many: "Payslips", Adds: "Add a payslip", Subject: "employee_id",
	Read:   Reaches{Admin: Everybody, HR: Everybody, Finance: Everybody, Manager: Own, Clinical: Own, ReadOnly: Own, Employee: Own},
	Create: payReaches, Edit: payReaches, EditIn: []string{PayDraft}, OwnIn: []string{PayFinal},
	Filters: []string{"period", "state", "employee_id"}, Order: []string{"period"}, Sorts: []string{"period", "pay_on", "state"},
	Latest: true, Leads: []Lead{{"Pay run", "/payroll/run", PayRoles}}, Columned: []string{"period", "pay_on", "gross_pence", "net_pence", "state"},
	Groups: []Group{
		{"Payslip", []string{"employee_id", "period", "pay_on"}},
		{"Amounts", []string{"gross_pence", "tax_pence", "ni_pence", "pension_pence", "other_pence", "net_pence"}},
		{"Pay run", []string{"run", "finalised_by", "finalised_at"}},
	},
	Refusals: []string{"payslip-exists", "wrong-state"},
	States: &States{Column: "state", Start: PayDraft, By: "finalised_by", At: "finalised_at",
		Names: []StateName{{PayDraft, "Draft", "yellow"}, {PayFinal, "Final", "green"}},
		Moves: []Move{
			{Name: "finalise", Past: "finalised", From: []string{PayDraft}, To: PayFinal, Apart: true, Tells: "Your payslip is ready"},
			{Name: "remove", Label: "Remove draft", Past: "removed", From: []string{PayDraft}, By: payReaches, Apart: true},
			{Name: "correct", Label: "Add a correction", Past: "corrected", From: []string{PayFinal}, By: payReaches, Apart: true},
		}},
	Check: checkPayslip, Flag: isCorrection,
}

func amount(name, label string, required bool) Column {
	return Column{Field: Field{Name: name, Label: label, Kind: Pence, Required: required}, Class: Sealed, Readers: payReaders}
}

// Deductions are the columns that gross pay is reduced by.
var Deductions = []string{"tax_pence", "ni_pence", "pension_pence", "other_pence"}

// checkPayslip: a deduction may be negative, such as tax that is paid back. The
// five amounts are within what JSON keeps exactly, so that their sum is in 64 bits.
func checkPayslip(get func(string) string, _ string) (bad []FieldError) {
	net := Whole(get("gross_pence"))
	for _, name := range Deductions {
		net -= Whole(get(name))
	}
	for _, f := range []FieldError{{"gross_pence", "negative", "Gross pay must not be less than nothing"},
		{"net_pence", "negative", "Net pay must not be less than nothing"}} {
		if Whole(get(f.Field)) < 0 {
			bad = append(bad, f)
		}
	}
	if bad == nil && Whole(get("net_pence")) != net {
		bad = append(bad, FieldError{"net_pence", "wrong-sum", "Net pay must be " + Pounds(net) + ": gross pay less all deductions"})
	}
	return bad
}

func isCorrection(get func(string) string, _ string) (text, colour string) {
	if get("correction_of") != "" {
		return "Correction", "blue"
	}
	return "", ""
}

// PayRun is the entity, in the ledger, of a period's payslips together.
const PayRun = "payrun"

// PeriodFields name a month.
var PeriodFields = Fields{{Name: "period", Label: "Month", Kind: Month, Required: true}}

// FinaliseFields also take which drafts were looked at, as the page of the run had it.
var FinaliseFields = append(PeriodFields[:1:1], Field{Name: "seen", Label: "Seen"})

// BankLookFields say which change of whose bank details was looked at.
var BankLookFields = Fields{{Name: "employee_id", Label: "Employee", Kind: ID, Required: true},
	{Name: "change", Label: "Change", Kind: Integer, Required: true}}

// The refusals of a pay run.
var (
	ErrPayslipExists = &Error{Code: "payslip-exists", Message: "There is a payslip for this person and month already. " +
		"Change the draft, or add a correction to the final one."}
	ErrTwoPeople = &Error{Code: "two-people", Message: "Somebody else has to do this: you prepared it yourself."}
	ErrNoBank    = &Error{Code: "bank-details-missing", Message: "The bank file was not made: bank details are missing."}
)

// MonthAfter is a month so many after another, both YYYY-MM.
func MonthAfter(month string, n int) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return ""
	}
	return t.AddDate(0, n, 0).Format("2006-01")
}

// SameDay is the day of another month that a day is of its own; of a shorter
// month the last. Both are YYYY-MM-DD.
func SameDay(day string, months int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	first := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, months, 0)
	return first.AddDate(0, 0, min(t.Day(), first.AddDate(0, 1, -1).Day())-1).Format(time.DateOnly)
}
