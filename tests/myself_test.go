package tests

import "testing"

// TestYourData: everybody sees what was done to their own records, and nobody
// else's; what they say is wrong is a case for those who answer (HR-5).
func TestYourData(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	staff := o.refusedLeave(t, "")
	me := o.as(t, "employee")
	me.browses(t, "/your-data").want(t, 200).shows(t, "Refused Grace Adeyemi", `href="/employees/`+staff+`"`, "Ask for a correction")
	o.as(t, "clinical").browses(t, "/your-data").want(t, 200).shows(t, "!Refused Grace Adeyemi")
	cookie := "Cookie: __Host-session=" + me.token
	o.post(t, "/your-data", cookie, "details", "").want(t, 400).shows(t, "is required")
	o.post(t, "/your-data", cookie, "details", "My address is of 2019").want(t, 303)
	cases := o.as(t, "hr").get(t, "/api/gdpr/cases?employee_id="+staff).want(t, 200)
	cases.shows(t, `"kind":"rectification"`, "My address is of 2019", `"state":"open"`)
	o.post(t, "/your-data", "", "details", "Nobody").leads(t, "/login?next=%2Fyour-data")
}
