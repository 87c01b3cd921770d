package tests

import (
	"strconv"
	"sync"
	"testing"
)

func TestPreconditions(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	one := hr.staff(t)["Joanna Pike"]
	if tag := hr.get(t, one.path()).Header.Get("ETag"); tag != `"1"` {
		t.Errorf("ETag %s", tag)
	}
	patch := func(name, tag, title string, status int, problem string, ledger ...string) scenario {
		return scenario{name: name, as: hr, method: "PATCH", path: one.path(), body: object("job_title", title), header: []string{"If-Match: " + tag}, status: status, problem: problem, ledger: ledger}
	}
	o.play(t,
		patch("the version that stands", `"1"`, "Head of reception", 200, "", "employee.update"),
		patch("one that has passed", `"1"`, "Doorkeeper", 412, "precondition-failed"),
		patch("one that has not come", `"3"`, "Doorkeeper", 412, "precondition-failed"),
		patch("no tag at all", `two`, "Doorkeeper", 400, "invalid-request"),
		patch("any", `*`, "Receptionist", 200, "", "employee.update"),
		patch("what stands already", `"3"`, "Receptionist", 200, ""),
	)
	if tag := hr.get(t, one.path()).Header.Get("ETag"); tag != `"3"` {
		t.Errorf("ETag %s", tag)
	}
}

// together runs work n times at once and waits for all.
func together(n int, work func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { work(i) })
	}
	all.Wait()
}

// Twelve people change a field each of one record at once: nothing is lost.
func TestConcurrentChanges(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	one, before := hr.staff(t)["Joanna Pike"], o.as(t, "admin").head(t)
	values := []string{"given_name", "Jo", "family_name", "Pyke", "email", "jo@elsewhere.example", "job_title", "Porter", "department", "Gate",
		"start_date", "2020-02-02", "end_date", "2030-03-03", "ni_number", "CE654321B", "date_of_birth", "1970-07-07", "address", "9 New Road",
		"bank_account", "87654321", "sort_code", "654321"}
	together(len(values)/2, func(i int) { hr.insist(t, one.path(), object(values[2*i], values[2*i+1])) })
	got := decode[employee](t, hr.get(t, one.path()).want(t, 200))
	for i := 0; i < len(values); i += 2 {
		if got.text(values[i]) != values[i+1] {
			t.Errorf("%s is %q, want %q", values[i], got.text(values[i]), values[i+1])
		}
	}
	if got["version"] != float64(13) {
		t.Errorf("version %v", got["version"])
	}
	if entries := o.as(t, "admin").since(t, before); len(entries) != 12 {
		t.Errorf("entries: %v", entries)
	}
}

// insist changes a record, again whenever somebody else came first.
func (v *visitor) insist(t *testing.T, path, body string) {
	for range 100 {
		a := v.send(t, "PATCH", path, body)
		if a.StatusCode == 200 {
			return
		}
		if a.slug() != "conflict" {
			t.Errorf("%d %s", a.StatusCode, a.text)
			return
		}
	}
	t.Error("never came first")
}

// Of ten who change the same version only one does.
func TestOneOfManyWins(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr := o.as(t, "hr")
	one := hr.staff(t)["Joanna Pike"]
	won := make(chan int, 10)
	together(10, func(i int) {
		a := hr.send(t, "PATCH", one.path(), object("job_title", "Job "+strconv.Itoa(i)), `If-Match: "1"`)
		switch {
		case a.StatusCode == 200:
			won <- i
		case a.slug() != "precondition-failed":
			t.Errorf("%d %s", a.StatusCode, a.text)
		}
	})
	if len(won) != 1 {
		t.Fatalf("%d of ten changed version 1", len(won))
	}
	if got := decode[employee](t, hr.get(t, one.path())); got.text("job_title") != "Job "+strconv.Itoa(<-won) {
		t.Errorf("%v", got)
	}
}
