package domain

import (
	"time"

	"ringfence/domain/leave"
)

// AbsenceKinds are why somebody is away.
var AbsenceKinds = []string{"annual", "sick", "maternity", "paternity", "adoption", "parental", "compassionate", "study", "unpaid", "other"}

// fitNotes are the files that a fit note may be: a letter, or a photograph of one.
var fitNotes = []string{"application/pdf", "image/jpeg", "image/png", "image/webp"}

// anybodysOwn is the reach of whoever can only act for themselves; leaders act
// for the people below them, and those who run the records for everybody.
var (
	anybodysOwn = Reaches{Admin: Everybody, HR: Everybody, Manager: Below, Finance: Own, ReadOnly: Own, Clinical: Own, Employee: Own}
	decides     = Reaches{Admin: Everybody, HR: Everybody, Manager: Below}
)

// Absences declares absence from work (HR-2). first_half: away only from the
// middle of the first day; last_half: only to the middle of the last.
var Absences = &Resource{
	Table: &Table{Name: "absences", Entity: "absence", Held: Held{Staff: "employee_id", Keep: KeepStaff}, Columns: []Column{
		{Field: Field{Name: "employee_id", Label: "Employee", Kind: ID, Required: true}, Of: "employees", Fixed: true},
		{Field: Field{Name: "kind", Label: "Kind", Kind: Choice, Options: AbsenceKinds, Required: true}},
		{Field: Field{Name: "first_day", Label: "First day", Kind: Date, Required: true}},
		{Field: Field{Name: "first_half", Label: "Afternoon only on the first day", Kind: Bool}},
		{Field: Field{Name: "last_day", Label: "Last day", Kind: Date, Required: true}},
		{Field: Field{Name: "last_half", Label: "Morning only on the last day", Kind: Bool}},
		{Field: Field{Name: "days", Label: "Days", Kind: Counted}, Writers: NoRole},
		{Field: Field{Name: "note", Label: "Note", Kind: Lines, Max: 500}, Class: Sealed, Readers: Roles(HR)},
		{Field: Field{Name: "sick_note", Label: "Fit note", Kind: Attached, Options: fitNotes}, Readers: Roles(HR), Always: true},
		{Field: Field{Name: "state", Label: "Status"}, Writers: NoRole},
		{Field: Field{Name: "decided_by", Label: "Decided by", Kind: ID}, Of: "accounts", Writers: NoRole},
		{Field: Field{Name: "decided_at", Label: "Decided", Kind: Instant}, Writers: NoRole},
		{Field: Field{Name: "decision_reason", Label: "Reason", Max: 500}, Class: Personal, Writers: NoRole},
	}},
	Path: "/api/hr/absences", Page: "/absences", Due: "first_day", Module: ModuleHR, Area: AreaPeople, One: "absence", Many: "Absences", Adds: "Ask for leave",
	Subject: "employee_id", Read: anybodysOwn.widened(Finance, ReadOnly), Create: anybodysOwn, Edit: anybodysOwn, EditIn: []string{"requested"},
	Filters: []string{"employee_id", "state", "kind"}, From: "last_day", To: "first_day", Order: []string{"first_day"}, Sorts: []string{"last_day", "kind", "state"},
	Columned: []string{"kind", "first_day", "last_day", "days", "state"},
	Groups: []Group{
		{"Absence", []string{"employee_id", "kind", "first_day", "first_half", "last_day", "last_half", "days", "note", "sick_note"}},
		{"Decision", []string{"state", "decided_by", "decided_at", "decision_reason"}},
	},
	Refusals: []string{"absence-overlap", "wrong-state"},
	States: &States{Column: "state", Start: "requested", By: "decided_by", At: "decided_at", Why: "decision_reason",
		Names: []StateName{{"requested", "Requested", "blue"}, {"approved", "Approved", "green"}, {"refused", "Refused", "red"}, {"cancelled", "Cancelled", "grey"}},
		Moves: []Move{
			{Name: "approve", Label: "Approve", From: []string{"requested"}, To: "approved", By: decides, NotOwn: true,
				Task: "Decide on leave", Tells: "Your leave was approved"},
			{Name: "refuse", Label: "Refuse", From: []string{"requested"}, To: "refused", By: decides, NotOwn: true,
				Reason: true, Warns: true, Tells: "Your leave was refused"},
			{Name: "cancel", Label: "Cancel absence", From: []string{"requested", "approved"}, To: "cancelled",
				By: anybodysOwn, Warns: true, Tells: "Your leave was cancelled"},
		}},
	Check: checkAbsence,
}

func checkAbsence(get func(string) string, _ string) []FieldError {
	first, last := get("first_day"), get("last_day")
	switch {
	case last < first:
		return []FieldError{{"last_day", "before-start", "Last day must not be before the first day"}}
	case first == last && get("first_half") == "true" && get("last_half") == "true":
		return []FieldError{{"last_half", "empty", "A day away is its morning or its afternoon, or neither box is ticked"}}
	}
	if begins, err := time.Parse(time.DateOnly, first); err == nil && last >= begins.AddDate(0, 0, leave.MostDays).Format(time.DateOnly) {
		return []FieldError{{"last_day", "too-long", "Last day must be within five years of the first"}}
	}
	return nil
}

// ErrAbsenceOverlap refuses a second absence for the same time.
var ErrAbsenceOverlap = &Error{Code: "absence-overlap", Message: "There is another absence in this time already."}
