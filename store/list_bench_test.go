package store_test

import (
	"strconv"
	"testing"

	"ringfence/domain"
	"ringfence/store"
)

// staffed is "north" with so many staff.
func staffed(b *testing.B, n int) *world {
	b.Helper()
	w := newWorld(b)
	org := clinic("north")
	for i := len(org.Employees); i < n; i++ {
		k := strconv.Itoa(i * 7919 % n)
		p := person("Given"+k, "g"+k+"@north.example", "1")
		values := map[string]string{"family_name": "Family" + strconv.Itoa(i*104729%n), "department": "Ward " + strconv.Itoa(i%40),
			"job_title": "Job " + strconv.Itoa(i%200), "start_date": "20" + strconv.Itoa(10+i%15) + "-0" + strconv.Itoa(1+i%9) + "-01",
			"ni_number": "AB" + strconv.Itoa(100000+i) + "C"}
		for name, value := range values {
			p[domain.Employees.Index(name)] = value
		}
		org.Employees = append(org.Employees, store.NewEmployee{Values: p})
	}
	must(b, w.Provision(ctx, org))
	return w
}

// BenchmarkStaff lists 20 of a hundred and of ten thousand staff, in every way
// that the list has: by a page, which counts, and by JSON.
func BenchmarkStaff(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		w := staffed(b, n)
		req := w.signIn(b, "north", "hr")
		last := w.after(b, req)
		for _, way := range []struct {
			name string
			store.Filter
		}{
			{"usual", store.Filter{}}, {"next", store.Filter{After: last}},
			{"by job", store.Filter{Sort: "job_title"}}, {"by job, last first", store.Filter{Sort: "-job_title"}},
			{"by department", store.Filter{Sort: "department"}}, {"by start", store.Filter{Sort: "start_date"}},
			{"by start, next", store.Filter{Sort: "start_date", After: last}},
			{"of a department", store.Filter{Where: [][2]string{{"department", "Ward 3"}}}},
			{"of a department, by job", store.Filter{Where: [][2]string{{"department", "Ward 3"}}, Sort: "job_title"}},
			{"search, many", store.Filter{Text: "given"}}, {"search, one", store.Filter{Text: "given77 g77@"}},
			{"search, none", store.Filter{Text: "nobody"}}, {"number", store.Filter{Exact: [][2]string{{"ni_number", "AB100050C"}}}},
		} {
			way.Limit = 20
			b.Run(way.name+"/json/"+strconv.Itoa(n), func(b *testing.B) {
				for range b.N {
					_, err := w.as(b, req).List(ctx, domain.Employees, way.Filter)
					must(b, err)
				}
			})
			b.Run(way.name+"/page/"+strconv.Itoa(n), func(b *testing.B) {
				for range b.N {
					_, err := w.as(b, req).ListPage(ctx, domain.Employees, way.Filter)
					must(b, err)
				}
			})
		}
	}
}

// after is the record in the middle of the list.
func (w *world) after(b *testing.B, req store.Request) string {
	list, err := w.as(b, req).List(ctx, domain.Employees, store.Filter{Limit: 40})
	must(b, err)
	return list.Records[39].ID
}
