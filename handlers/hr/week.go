package hr

import (
	"time"

	"github.com/a-h/templ"

	"ringfence/handlers/web"
	"ringfence/store"
)

// kindCodes stand for the kinds of absence where there is little room.
var kindCodes = map[string]string{"annual": "AL", "sick": "S", "maternity": "M", "paternity": "P", "adoption": "AD",
	"parental": "PL", "compassionate": "C", "study": "ST", "unpaid": "U", "other": "O"}

// person is somebody who is away in a week: for each of its days the kind, or "".
type person struct {
	ID, Name string
	Days     [5]string
}

// workingWeek are the days from Monday to Friday of the week of a day; of
// Saturday and Sunday the next.
func workingWeek(today string) (days [5]string) {
	day, _ := time.Parse(time.DateOnly, today) // it is the clock's
	monday := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		monday = monday.AddDate(0, 0, 7)
	}
	for i := range days {
		days[i] = monday.AddDate(0, 0, i).Format(time.DateOnly)
	}
	return days
}

// byPerson lays absences, which stand by person, out over the days.
func byPerson(list []store.Away, days [5]string) (people []person) {
	for _, a := range list {
		if len(people) == 0 || people[len(people)-1].ID != a.Staff {
			people = append(people, person{ID: a.Staff, Name: a.Name})
		}
		for i, day := range days {
			if a.First <= day && day <= a.Last {
				people[len(people)-1].Days[i] = a.Kind
			}
		}
	}
	return people
}

// shownPeople is how many of those away the home page has.
const shownPeople = 8

// weekCard is who of the people within reach is away this week.
func weekCard(c *web.Call) (store.Reading, web.Shown) {
	var list []store.Away
	week := workingWeek(c.Today())
	return c.Tenant().AwayBetween(&list, week[0], week[4]), func(*store.Access) templ.Component {
		people := byPerson(list, week)
		all := "/absences?state=approved&from=" + week[0] + "&to=" + week[4]
		return away(people[:min(len(people), shownPeople)], week, all, len(people))
	}
}

func weekday(day string) string {
	t, _ := time.Parse(time.DateOnly, day) // it is the clock's
	return t.Weekday().String()
}
