package hr

import (
	"strings"

	"ringfence/domain"
	"ringfence/handlers/web"
)

// timesheetRoutes are those beside the record engine's.
func timesheetRoutes() []web.Route {
	w, r := weekForm{weekFields()}, domain.Timesheets
	editors := web.AnyOf(r.Edit.Roles())
	deciders, payers := web.AnyOf(r.Move("approve").By.Roles()), web.AnyOf(r.Move("lock").By.Roles())
	copied := web.TextParam("copy", "last, to begin with the hours of the week before")
	list := []web.Route{
		web.Post("/api/hr/timesheets/lock", "Lock the approved timesheets of a month", lockMonth).For(payers).
			Takes(domain.PeriodFields).Returns(lockedSchema).Named("lockTimesheets"),
		web.Get("/api/hr/timesheets/export.csv", "The time of a month's locked timesheets, by person and kind", exportMonth).
			For(payers).Query(periodParam).Sends("text/csv").Named("exportTimesheets"),
		web.Page("/timesheets/{id}/edit", "Form to fill in a week", w.page).For(editors).Query(copied),
		web.Form("/timesheets/{id}/edit", "Fill in a week from the page", w.submit).For(editors).Takes(w.fields).KeepsTyped(),
		web.Form("/timesheets/week", "Begin one's own timesheet of this week", startWeek).For(editors),
		web.Page("/timesheets/queue", "Timesheets that wait for one", queuePage).For(deciders),
		web.Form("/timesheets/queue", "Approve several timesheets from the page", submitQueue).For(deciders).
			Takes(tickedFields),
		web.Page("/timesheets/payroll", "How the timesheets of a month stand", monthPage).For(payers).Query(periodParam),
		web.Form("/timesheets/payroll", "Lock the approved timesheets of a month from the page", submitMonth).For(payers).
			Takes(domain.PeriodFields),
	}
	for i := range list {
		list[i] = list[i].Module(r.Module)
	}
	return list
}

// weekdays are those of a week; the form names its fields after them.
var weekdays = [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// cellName is the field for a kind of time on a day, or for the day's "note".
func cellName(day int, kind string) string { return strings.ToLower(weekdays[day][:3]) + "-" + kind }

// weekFields are a week's cells, a note for each day, the week itself and the
// version that the form was filled from.
func weekFields() domain.Fields {
	fields := domain.Fields{{Name: "week_start", Label: "Week starting", Kind: domain.Date, Required: true},
		{Name: "version", Label: "Version", Kind: domain.ID}}
	for day, name := range weekdays {
		for _, kind := range domain.WorkKinds {
			label := name + ", " + kindOfWork(kind)
			fields = append(fields, domain.Field{Name: cellName(day, kind), Label: label, Kind: domain.Minutes})
		}
		fields = append(fields, domain.Field{Name: cellName(day, "note"), Label: name + ", note", Max: 200})
	}
	return fields
}

// kindOfWork is a kind in the middle of a sentence: "on-call", "bank holiday".
func kindOfWork(kind string) string {
	if kind == "on-call" {
		return kind
	}
	return strings.ReplaceAll(kind, "-", " ")
}

// linesOf are a form's cells as lines of its week, which has to be the record's
// own. A day's note stands on its first line.
func linesOf(in *domain.Input) (lines []domain.WorkLine, bad []domain.FieldError) {
	days, ok := domain.WeekOf(in.Get("week_start"))
	if !ok {
		return nil, []domain.FieldError{{Field: "week_start", Code: "not-monday", Message: "Week starting must be a Monday"}}
	}
	for day, date := range days {
		note := in.Get(cellName(day, "note"))
		for _, kind := range domain.WorkKinds {
			if minutes := domain.Whole(in.Get(cellName(day, kind))); minutes != 0 {
				lines = append(lines, domain.WorkLine{Date: date, Minutes: minutes, Kind: kind, Note: note})
				note = ""
			}
		}
		if note != "" {
			bad = append(bad, domain.FieldError{Field: cellName(day, "note"), Code: "no-time",
				Message: weekdays[day] + " has a note and no time"})
		}
	}
	return lines, bad
}

// cellsOf are lines as the form's cells, by name. What JSON has in several lines
// stands in one.
func cellsOf(lines []domain.WorkLine, days [7]string) map[string]string {
	minutes, cells := map[string]int64{}, map[string]string{}
	for _, l := range lines {
		for day, date := range days {
			if l.Date != date {
				continue
			}
			name, note := cellName(day, l.Kind), cellName(day, "note")
			minutes[name] += l.Minutes
			cells[name] = hours(minutes[name])
			if l.Note != "" {
				cells[note] = strings.TrimPrefix(cells[note]+"; "+l.Note, "; ")
			}
		}
	}
	return cells
}
