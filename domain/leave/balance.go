package leave

import "time"

// Terms are what a balance is reckoned by.
type Terms struct {
	Month      int    // the leave year begins on the first of it: 1 to 12
	Annual     Halves // a whole year's leave
	CarryMost  Halves // how much of what is left goes over into the next year
	Start, End string // of the employment (YYYY-MM-DD); "": open
}

// ForPattern is the share of a full-time year's leave that somebody has who
// works some of its five days; nobody has more for working six or seven.
func ForPattern(full Halves, p Pattern) Halves { return roundedUp(int64(full), min(p.Days(), 5), 5) }

// roundedUp is n × part / whole, up to the next half day.
func roundedUp(n, part, whole int64) Halves { return Halves((n*part + whole - 1) / whole) }

// Year is a leave year: its first and last day, and the calendar year in which it begins.
type Year struct {
	Named       int
	First, Last string
}

// YearNamed is the leave year that begins in a calendar year.
func (t Terms) YearNamed(year int) Year {
	begins := func(y int) time.Time { return time.Date(y, time.Month(t.Month), 1, 0, 0, 0, 0, time.UTC) }
	return Year{year, begins(year).Format(time.DateOnly), begins(year+1).AddDate(0, 0, -1).Format(time.DateOnly)}
}

// YearOf is the leave year that a day lies in.
func (t Terms) YearOf(day string) Year {
	d := dayOf(day)
	if int(d.Month()) < t.Month {
		return t.YearNamed(d.Year() - 1)
	}
	return t.YearNamed(d.Year())
}

// Entitled is the leave of a year, for who begins or ends in it by the days of
// it that they are employed.
func (t Terms) Entitled(y Year) Halves {
	from, to := max(y.First, t.Start), y.Last
	if t.End != "" {
		to = min(to, t.End)
	}
	if to < from {
		return 0
	}
	return roundedUp(int64(t.Annual), days(from, to), days(y.First, y.Last))
}

// days is how many there are from a date to a date, both among them.
func days(from, to string) int64 { return int64(dayOf(to).Sub(dayOf(from))/(24*time.Hour)) + 1 }

// Absence is a time of annual leave that has been approved, or asked for.
type Absence struct {
	First    string
	Counted  Counted
	Approved bool
}

// Balance is how somebody's annual leave stands in a year. Taken are the days up
// to today and Booked those to come; Requested have not been decided and count.
type Balance struct {
	Year                                Year
	Entitlement, Carried                Halves // Carried is a part of the Entitlement
	Taken, Booked, Requested, Remaining Halves
}

// Balance reckons a year as of today. What comes over from the year before is
// what is left there of that year's own leave: nothing comes over twice.
func (t Terms) Balance(list []Absence, y Year, today string) Balance {
	b := t.own(list, y, today)
	if t.CarryMost > 0 {
		before := t.own(list, t.YearNamed(y.Named-1), today)
		b.Carried = max(0, min(t.CarryMost, before.Remaining))
		b.Entitlement, b.Remaining = b.Entitlement+b.Carried, b.Remaining+b.Carried
	}
	return b
}

// own is the balance of a year by itself.
func (t Terms) own(list []Absence, y Year, today string) Balance {
	b := Balance{Year: y, Entitlement: t.Entitled(y)}
	for _, a := range list {
		all := a.Counted.Within(a.First, y.First, y.Last)
		if !a.Approved {
			b.Requested += all
			continue
		}
		taken := a.Counted.Within(a.First, y.First, min(y.Last, today))
		b.Taken, b.Booked = b.Taken+taken, b.Booked+all-taken
	}
	b.Remaining = b.Entitlement - b.Taken - b.Booked - b.Requested
	return b
}
