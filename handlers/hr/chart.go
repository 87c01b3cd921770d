package hr

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/domain/leave"
	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

// chartPage is a month of a team: a row for each person, a column for each day.
type chartPage struct {
	pages.Shell
	Month         string
	Before, After pages.Link
	Filters       pages.Filters
	Days          []chartDay
	People        []chartPerson
	OnDuty        []int // beside Days: who works then and has not been allowed away
	Legend        string
}

type chartDay struct {
	Date    string
	Weekday string
	Off     string // why nobody is expected: "Weekend", "Bank holiday"; "" on other days
}

type chartPerson struct {
	ID, Name string
	Days     []chartCell
	Words    []pages.Item // the same, absence by absence
}

// chartCell is a day of a person. Code stands for the kind where there is little room.
type chartCell struct{ Kind, Code, Words string }

// chart answers GET /absences/chart.
func chart(c *web.Call) error {
	q := c.Query()
	month, department := q.Text("month"), q.Text("department")
	if month == "" {
		month = c.Today()[:7]
	}
	first, err := time.Parse("2006-01", month)
	if err != nil || first.Year() < 1970 || first.Year() > 2199 {
		q.Refuse("month", "malformed", "month must be like 2026-03")
	}
	if err := q.Err(); err != nil {
		return c.AfterCheck(err)
	}
	var read store.Chart
	last := first.AddDate(0, 1, -1)
	err = c.Tenant().ReadAll(c.Context(), func(*store.Access) []store.Reading {
		return []store.Reading{c.Tenant().ChartBetween(&read, department, first.Format(time.DateOnly), last.Format(time.DateOnly))}
	})
	if err != nil {
		return err
	}
	page := chartPage{Shell: c.Shell("Who is away", c.Tenant().Access()).Under("Absences", "/absences"), Month: first.Format("January 2006"),
		Before: monthLink(first.AddDate(0, -1, 0), department), After: monthLink(first.AddDate(0, 1, 0), department),
		Filters: chartFilters(month, department, read.Departments)}
	page.lay(read, first, last)
	return c.Render(http.StatusOK, chartShown(page))
}

func monthLink(month time.Time, department string) pages.Link {
	return pages.Link{Label: month.Format("January 2006"), Href: "/absences/chart?" + url.Values{"month": {month.Format("2006-01")}, "department": {department}}.Encode()}
}

func chartFilters(month, department string, departments []store.Option) pages.Filters {
	return pages.Filters{Action: "/absences/chart", Submit: "Show", Active: department != "", Fields: []pages.FormField{
		{Name: "month", Label: "Month", Kind: pages.Month, Value: month, Required: true},
		departmentField(departments, department)}}
}

// lay lays what was read out over the days of the month.
func (p *chartPage) lay(read store.Chart, first, last time.Time) {
	places, shown := map[string]int{}, map[string]bool{}
	for i, s := range read.Staff {
		places[s.ID] = i
		p.People = append(p.People, chartPerson{ID: s.ID, Name: s.Name})
	}
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		p.Days = append(p.Days, chartDayOf(day, read.Nation))
	}
	for i := range p.People {
		p.People[i].Days = make([]chartCell, len(p.Days))
	}
	for _, a := range read.Away {
		if i, here := places[a.Staff]; here {
			p.People[i].add(a, p.Days)
			shown[a.Kind] = true
		}
	}
	p.count(read.Staff, first)
	p.Legend = chartLegend(shown)
}

func chartDayOf(day time.Time, nation string) chartDay {
	d := chartDay{Date: day.Format(time.DateOnly), Weekday: day.Weekday().String()}
	switch {
	case leave.Holiday(nation, day):
		d.Off = "Bank holiday"
	case day.Weekday() == time.Saturday || day.Weekday() == time.Sunday:
		d.Off = "Weekend"
	}
	return d
}

// add marks the days of an absence that count.
func (p *chartPerson) add(a store.Away, columns []chartDay) {
	state := domain.Absences.States.Named(a.State)
	p.Words = append(p.Words, pages.Item{Text: kindLabel(a.Kind), Href: "/absences/" + a.ID, Below: days(a.First, a.Last), Tag: state.Label, Colour: state.Colour})
	for i, d := range columns {
		halves := a.Counted.Within(a.First, d.Date, d.Date)
		if halves == 0 {
			continue
		}
		cell := chartCell{Kind: a.Kind, Code: kindCodes[a.Kind], Words: kindLabel(a.Kind)}
		if halves == 1 {
			cell.Code, cell.Words = cell.Code+"½", cell.Words+", half a day"
		}
		if a.State == "requested" {
			cell.Code, cell.Words, cell.Kind = cell.Code+"?", cell.Words+", asked for", "requested"
		}
		p.Days[i] = cell
	}
}

// count is how many are on duty on each day: half days away count as there.
func (p *chartPage) count(staff []store.OnChart, first time.Time) {
	p.OnDuty = make([]int, len(p.Days))
	for i, d := range p.Days {
		for k, s := range staff {
			cell := p.People[k].Days[i]
			away := cell.Code != "" && cell.Kind != "requested" && !strings.HasSuffix(cell.Code, "½")
			if s.Pattern.Works(first.AddDate(0, 0, i)) && d.Off != "Bank holiday" && !away {
				p.OnDuty[i]++
			}
		}
	}
}

func chartLegend(shown map[string]bool) string {
	parts := []string{}
	for _, kind := range domain.AbsenceKinds {
		if shown[kind] {
			parts = append(parts, kindCodes[kind]+" "+strings.ToLower(kindLabel(kind)))
		}
	}
	return strings.Join(append(parts, "? asked for", "½ half a day"), " · ")
}

func dayNumber(date string) string { return strconv.Itoa(int(domain.Whole(date[8:]))) }
