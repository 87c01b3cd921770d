package tests

import "testing"

// TestSmallOrganisation: the demo's data fits one of fewer staff than accounts.
func TestSmallOrganisation(t *testing.T) {
	t.Parallel()
	o := newOrg(t, `"staff":1`)
	got := decode[struct{ Items []struct{ ID string } }](t, o.as(t, "hr").get(t, "/api/hr/employees").want(t, 200))
	if len(got.Items) != 1 {
		t.Errorf("%d", len(got.Items))
	}
}
