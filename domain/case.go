package domain

// CaseKinds are what people may ask of whoever keeps data on them (UK GDPR,
// articles 15 to 21).
var CaseKinds = []string{"access", "erasure", "rectification", "restriction", "objection", "portability"}

// answers is the reach of those who answer such requests.
var answers = Reaches{Admin: Everybody, HR: Everybody}

// Cases declares what people have asked about data that is held on them
// (GDPR-3). It is answered within a month, and can be put off once by two more.
var Cases = &Resource{
	Table: &Table{Name: "gdpr_cases", Entity: "case", Held: Held{Staff: "employee_id", Keep: KeepStaff}, Called: []string{"subject_name"}, Columns: []Column{
		{Field: Field{Name: "kind", Label: "What they ask for", Kind: Choice, Options: CaseKinds, Required: true}},
		{Field: Field{Name: "subject_name", Label: "Who asks", Required: true, Max: 200}, Class: Personal},
		{Field: Field{Name: "employee_id", Label: "Their staff record", Hint: "If they work here, or did", Kind: ID}, Of: "employees"},
		{Field: Field{Name: "received_on", Label: "Received", Kind: Date, Required: true}},
		{Field: Field{Name: "details", Label: "Details", Hint: "What they wrote or said, and how to reach them", Kind: Lines, Max: 4000}, Class: Sealed},
		{Field: Field{Name: "due_on", Label: "Answer by", Kind: Date}, Writers: NoRole},
		{Field: Field{Name: "state", Label: "Status"}, Writers: NoRole},
		{Field: Field{Name: "outcome", Label: "Outcome, or reason for more time", Kind: Lines, Max: 2000}, Class: Personal, Writers: NoRole},
		{Field: Field{Name: "decided_by", Label: "Last step by", Kind: ID}, Of: "accounts", Writers: NoRole},
		{Field: Field{Name: "decided_at", Label: "Last step", Kind: Instant}, Writers: NoRole},
	}},
	Path: "/api/gdpr/cases", Page: "/data-requests", Due: "due_on", Area: AreaAdministration,
	One: "data request", Many: "Data requests", Adds: "Record a data request", Caption: "kind",
	Read: answers, Create: answers, Edit: answers, EditIn: []string{"open", "extended"},
	Filters: []string{"employee_id", "state", "kind"}, From: "due_on", To: "due_on", Order: []string{"due_on"},
	Sorts: []string{"received_on", "kind", "state"}, Columned: []string{"kind", "received_on", "due_on", "state"},
	Groups: []Group{
		{"Request", []string{"kind", "subject_name", "employee_id", "received_on", "details"}},
		{"Answer", []string{"due_on", "state", "outcome", "decided_by", "decided_at"}},
	},
	Refusals: []string{"wrong-state"},
	States: &States{Column: "state", Start: "open", By: "decided_by", At: "decided_at", Why: "outcome",
		Names: []StateName{{"open", "Open", "blue"}, {"extended", "More time", "yellow"}, {"closed", "Answered", "green"}},
		Moves: []Move{
			{Name: "extend", Label: "Take two more months", Past: "extended", From: []string{"open"}, To: "extended", By: answers, Reason: true},
			{Name: "close", Label: "Close with an answer", Past: "answered", From: []string{"open", "extended"}, To: "closed", By: answers,
				Reason: true, Task: "Answer a data request"},
		}},
	Check: checkCase, Derive: dueDay,
}

func checkCase(get func(string) string, today string) []FieldError {
	if get("received_on") > today {
		return []FieldError{{"received_on", "in-future", "Received must not be in the future"}}
	}
	return nil
}

// dueDay is the day that answers to the day of receipt a month later, or three
// where more time was taken (article 12(3)). Once it is closed it stays.
func dueDay(get func(string) string) map[string]string {
	months := map[string]int{"open": 1, "extended": 3}[get("state")]
	if months == 0 {
		return nil
	}
	return map[string]string{"due_on": SameDay(get("received_on"), months)}
}
