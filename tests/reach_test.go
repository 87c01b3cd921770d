package tests

import (
	"strings"
	"testing"
)

func TestReach(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	staff := o.as(t, "admin").staff(t)
	director, reports := staff["Amara Okafor"], staff["Kwame Mensah"]
	for _, role := range []string{"manager", "clinical", "employee"} {
		o.as(t, role).get(t, director.path()).refused(t, 404, "not-found")
	}
	page := o.as(t, "employee").get(t, "/employees/"+director.id(), "Accept: text/html").want(t, 404)
	if strings.Contains(page.text, "Okafor") {
		t.Error("the page names who is out of reach")
	}
	o.as(t, "manager").get(t, reports.path()).want(t, 200)
	newOrg(t).as(t, "admin").get(t, director.path()).refused(t, 404, "not-found")
}

// A manager reaches those below those who report to them, and loses sight of
// who moves away.
func TestManagersReach(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	hr, manager := o.as(t, "hr"), o.as(t, "manager")
	staff := hr.staff(t)
	lena, kwame := staff["Lena Novak"], staff["Kwame Mensah"]
	hr.send(t, "PATCH", lena.path(), object("manager_id", kwame.id())).want(t, 200)
	manager.get(t, lena.path()).want(t, 200)
	hr.send(t, "PATCH", kwame.path(), object("manager_id", staff["Amara Okafor"].id())).want(t, 200)
	manager.get(t, kwame.path()).refused(t, 404, "not-found")
	manager.get(t, lena.path()).refused(t, 404, "not-found")
	if got := manager.staff(t); len(got) != 5 {
		t.Errorf("reaches %d records", len(got))
	}
}
