package hr

import (
	"net/http"
	"strconv"
	"time"

	"ringfence/domain"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
)

// weekForm fills in a timesheet: its days by kinds of time.
type weekForm struct{ fields domain.Fields }

// page answers GET of the form.
func (w weekForm) page(c *web.Call) error {
	q := c.Query()
	copied := q.Text("copy") == "last"
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	return w.show(c, http.StatusOK, copied, nil)
}

// submit answers POST of it.
func (w weekForm) submit(c *web.Call) error {
	in, err := c.Bind()
	if err != nil {
		return w.failed(c, err)
	}
	lines, bad := linesOf(in)
	if bad != nil {
		return w.failed(c, c.AfterCheck(domain.Invalid(bad...)))
	}
	id := c.PathValue("id")
	version, _ := strconv.ParseInt(in.Get("version"), 10, 64)
	given := map[string]string{"lines": domain.WorkValue(lines)}
	_, change, err := c.Tenant().Edit(c.Context(), domain.Timesheets, id, version, given)
	if err != nil {
		return w.failed(c, err)
	}
	return c.CommitTo(change, "/timesheets/"+id, "Hours saved")
}

func (w weekForm) failed(c *web.Call, err error) error {
	refusal, status, ok := web.FormRefusal(err)
	if !ok {
		return err
	}
	return w.show(c, status, false, refusal)
}

func (w weekForm) show(c *web.Call, status int, copied bool, refusal *domain.Error) error {
	of := domain.Timesheets
	rec, before, err := c.Tenant().TimesheetForm(c.Context(), c.PathValue("id"))
	switch {
	case err != nil:
		return err
	case !of.Edit.Allows(c.Tenant().Access().User.Role, rec.Own):
		return domain.ErrForbidden
	case !of.Editable(rec):
		return domain.ErrWrongState
	}
	get, here := of.Get(rec), of.Page+"/"+rec.ID
	lines := domain.WorkLines(get("lines"))
	if copied {
		lines = shifted(domain.WorkLines(before))
	}
	shell := c.Scripted("timesheet.mjs", c.Shell("Hours of "+of.Title(rec), c.Tenant().Access())).Under("Back", here)
	page := WeekPage{Shell: shell, Start: get("week_start"), Reason: get("reason")}
	days, _ := domain.WeekOf(page.Start) // it was checked
	cells := cellsOf(lines, days)
	cells["version"] = strconv.FormatInt(rec.Version, 10)
	value := c.Typed(refusal, func(name string) string { return cells[name] })
	page.Version = value("version")
	page.fill(days, value)
	page.Form = pages.Form{Action: here + "/edit", Cancel: here, Errors: web.FormErrors(refusal), Groups: page.asked()}
	if before != "" && !copied {
		page.Copy = here + "/edit?copy=last"
	}
	return c.Render(status, Week(page))
}

// shifted are lines a week later. Notes are about their day, and stay behind.
func shifted(lines []domain.WorkLine) []domain.WorkLine {
	for i := range lines {
		day, _ := time.Parse(time.DateOnly, lines[i].Date) // it was checked
		lines[i].Date, lines[i].Note = day.AddDate(0, 0, 7).Format(time.DateOnly), ""
	}
	return lines
}

// hours is a time as a cell has it: "7:30", or nothing.
func hours(minutes int64) string {
	if minutes == 0 {
		return ""
	}
	return domain.Minutes.Edit(strconv.FormatInt(minutes, 10))
}

// fill lays the values out, with the totals of those that can be read.
func (p *WeekPage) fill(days [7]string, value func(string) string) {
	sums, all := make([]int64, len(domain.WorkKinds)), int64(0)
	for day, date := range days {
		row, sum := WeekDay{Name: weekdays[day], Date: web.FormatDate(date)}, int64(0)
		for k, kind := range domain.WorkKinds {
			name, label := cellName(day, kind), domain.Capital(kindOfWork(kind))
			typed := value(name)
			row.Times = append(row.Times, pages.FormField{Name: name, Label: label, Value: typed})
			minutes := domain.TypedMinutes(typed)
			sum, sums[k] = sum+minutes, sums[k]+minutes
		}
		row.Note = pages.FormField{Name: cellName(day, "note"), Label: "Note", Value: value(cellName(day, "note"))}
		row.Sum, all = hours(sum), all+sum
		p.Days = append(p.Days, row)
	}
	for k, sum := range sums {
		p.Sums = append(p.Sums, Sum{domain.Capital(kindOfWork(domain.WorkKinds[k])), hours(sum)})
	}
	p.All = domain.Minutes.Edit(strconv.FormatInt(all, 10))
}

// asked are the form's fields, for what is wrong to lead to.
func (p *WeekPage) asked() (groups []pages.FieldGroup) {
	for _, day := range p.Days {
		groups = append(groups, pages.FieldGroup{Fields: append(day.Times, day.Note)})
	}
	return groups
}
