package tests

import (
	"strconv"
	"strings"
	"sync"
	"testing"
)

// importJob is what the check of a file says.
type importJob struct {
	ID, State string
	Result    struct {
		Rows, Valid, Invalid, Add, Change, Same int64
		Errors                                  []struct {
			Row                  int64
			Field, Code, Message string
		}
		Preview   []map[string]any
		Confirmed bool
	}
}

const isCSV = "Content-Type: text/csv"

// imports sends a file and waits for its check.
func (v *visitor) imports(t *testing.T, text string) importJob {
	t.Helper()
	j := decode[importJob](t, v.send(t, "POST", "/api/hr/employees/import", text, isCSV).want(t, 202))
	v.at.cron(t)
	j = decode[importJob](t, v.get(t, "/api/jobs/"+j.ID).want(t, 200))
	if j.State != "done" {
		t.Fatalf("%+v", j)
	}
	return j
}

func (v *visitor) found(t *testing.T, query string) (list []map[string]any) {
	t.Helper()
	return decode[struct{ Items []map[string]any }](t, v.get(t, "/api/hr/employees?limit=200&"+query).want(t, 200)).Items
}

// TestImport: a file is checked, nothing is there before it is confirmed, then
// all of it is, with who reports to whom, once.
func TestImport(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	hr := o.as(t, "hr")
	boss := "hr@" + o.slug + ".example"
	file := "First name;Last name;email;Job title;manager_id;start_date;ni_number\r\n" +
		"Zinnia;Quill;zinnia@x.example;Perfusionist;yara@x.example;27/3/2026;AB 12 34 56 C\r\n" +
		"Yara;Ötvös;yara@x.example;\"Lead; theatre\";" + boss + ";2026-01-05;\r\n"
	before := len(hr.found(t, ""))
	j := hr.imports(t, file)
	if j.Result.Rows != 2 || j.Result.Valid != 2 || j.Result.Invalid != 0 || len(j.Result.Preview) != 2 || j.Result.Preview[0]["given_name"] != "Zinnia" {
		t.Fatalf("%+v", j.Result)
	}
	if _, sealed := j.Result.Preview[0]["ni_number"]; sealed {
		t.Error("the preview has a sealed value")
	}
	if got := len(hr.found(t, "")); got != before {
		t.Fatalf("%d records before it is confirmed", got-before)
	}
	o.as(t, "finance").send(t, "POST", "/api/jobs/"+j.ID+"/confirm", `{}`).refused(t, 404, "not-found")
	var both sync.WaitGroup
	codes := make([]int, 4)
	for i := range codes {
		both.Go(func() { codes[i] = hr.send(t, "POST", "/api/jobs/"+j.ID+"/confirm", `{}`).StatusCode })
	}
	both.Wait()
	done := 0
	for _, code := range codes {
		if code == 200 {
			done++
		} else if code != 409 {
			t.Errorf("%v", codes)
		}
	}
	if done != 1 {
		t.Errorf("%v", codes)
	}
	yara, zinnia := hr.found(t, "q=yara"), hr.found(t, "q=zinnia")
	if len(yara) != 1 || len(zinnia) != 1 || zinnia[0]["manager_id"] != yara[0]["id"] || zinnia[0]["ni_number"] != "AB123456C" || zinnia[0]["start_date"] != "2026-03-27" ||
		yara[0]["job_title"] != "Lead; theatre" {
		t.Errorf("%v %v", yara, zinnia)
	}
	again := hr.imports(t, file)
	if again.Result.Invalid != 0 || again.Result.Same != 2 {
		t.Errorf("%+v", again.Result)
	}
	hr.send(t, "POST", "/api/jobs/"+again.ID+"/confirm", `{}`).refused(t, 409, "wrong-state")
	o.as(t, "employee").send(t, "POST", "/api/hr/employees/import", file, isCSV).refused(t, 403, "forbidden")
	if a := o.as(t, "admin").get(t, "/api/audit/verify").want(t, 200); !strings.Contains(a.text, `"valid":true`) {
		t.Error(a.text)
	}
}

// TestImportByRight: what was checked is written with the rights of who confirms
// it, and what the organisation has been sold, as both are then.
func TestImportByRight(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	hr, admin, billing := o.as(t, "hr"), o.as(t, "admin"), consoleAt(s).as(t, "billing")
	j := hr.imports(t, "given_name,family_name,email\nZinnia,Quill,zinnia@x.example\n")
	path := "/api/jobs/" + j.ID + "/confirm"
	window := decode[tenantFile](t, billing.get(t, "/api/tenants/"+o.slug).want(t, 200)).Subscriptions[0].ID
	sold := func(module string) {
		t.Helper()
		billing.send(t, "PATCH", "/api/subscriptions/"+window, `{"modules":["`+module+`"],"reason":"To see"}`).want(t, 200)
	}
	sold("governance")
	for _, v := range []*visitor{hr, admin} {
		v.send(t, "POST", path, `{}`).refused(t, 403, "module-not-licensed")
	}
	sold("hr")
	admin.send(t, "PATCH", "/api/users/"+hr.id, `{"role":"employee"}`).want(t, 200)
	hr.send(t, "POST", path, `{}`).refused(t, 403, "forbidden")
	if list := admin.found(t, "q=zinnia"); len(list) != 0 {
		t.Errorf("%v", list)
	}
	admin.send(t, "POST", path, `{}`).want(t, 200)
	if list := admin.found(t, "q=zinnia"); len(list) != 1 {
		t.Errorf("%v", list)
	}
}

// TestImportForgotten: what nobody confirms within a week goes.
func TestImportForgotten(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	hr, base := newOrgs(t, s, 1)[0].as(t, "hr"), &visitor{at: s, host: "localhost"}
	const head = "given_name,family_name,email\n"
	one, other := hr.imports(t, head+"Zinnia,Quill,zinnia@x.example\n"), hr.imports(t, head+"Yara,Hart,yara@x.example\n")
	night := func(day string) {
		t.Helper()
		base.send(t, "POST", "/dev/clock", `{"advance_s":`+day+`}`).want(t, 200)
		base.send(t, "POST", "/dev/cron?cron=17+2+*+*+*", "").want(t, 204)
		base.send(t, "POST", "/dev/clock", `{"advance_s":25200}`).want(t, 200) // the visits are spread over six hours
		s.cron(t)
		base.send(t, "POST", "/dev/clock", `{"now":null}`).want(t, 200)
	}
	night("432000")
	hr.send(t, "POST", "/api/jobs/"+one.ID+"/confirm", `{}`).want(t, 200)
	night("691200")
	hr.send(t, "POST", "/api/jobs/"+other.ID+"/confirm", `{}`).refused(t, 409, "wrong-state")
	if list := hr.found(t, "q=x.example"); len(list) != 1 {
		t.Errorf("%v", list)
	}
}

// TestImportMistakes: every row that is not good is named, with what is wrong,
// and then nothing can be confirmed.
func TestImportMistakes(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	hr, before := o.as(t, "hr"), ""
	const numbered = "given_name,family_name,email,ni_number\n"
	joanna := hr.staff(t)["Joanna Pike"].text("ni_number")
	const head = "given_name,family_name,email,manager_id,sort_code,start_date,end_date\n"
	for name, c := range map[string]struct{ text, want string }{
		"nothing":            {head, ""},
		"an unknown column":  {"given_name,family_name,email,shoe_size\nA,B,a@b.example,9\n", "1 shoe_size unknown"},
		"a column twice":     {"given_name,First name,family_name,email\nA,A,B,a@b.example\n", "1 given_name duplicate"},
		"none that must be":  {"given_name,email\nA,a@b.example\n", "1 family_name required"},
		"not the caller's":   {"given_name,family_name,email,state\nA,B,a@b.example,x\n", "1 state unknown"},
		"values":             {head + ",B,nobody,,1,5 Foo 2020,\nA,B,a@b.example,,,2026-02-01,2026-01-01\n", "2 email malformed, 2 sort_code malformed, 2 start_date malformed, 2 given_name required, 3 end_date before-start"},
		"too few cells":      {head + "A,B\n", "2 file wrong-cells"},
		"an address twice":   {head + "A,B,a@b.example,,,,\nC,D,A@B.example,,,,\n", "3 email duplicate"},
		"an unknown manager": {head + "A,B,a@b.example,nobody@b.example,,,\n", "2 manager_id not-found"},
		"a number twice":     {numbered + "A,B,a@b.example,AB123456C\nC,D,c@b.example,ab 12 34 56 c\n", "3 email duplicate"},
		"one who is there, twice": {numbered + "A,B," + "hr@" + o.slug + ".example,\nC,D,c@b.example," + joanna + "\nE,F,HR@" + o.slug + ".example,\nG,H,joanna.9@" + o.slug + ".example,\n",
			"4 email duplicate, 5 email duplicate"},
		"two people's": {numbered + "A,B,hr@" + o.slug + ".example," + joanna + "\n", "2 email conflict"},
		"a ring with who is there": {head + "Carys,Llewellyn,hr@" + o.slug + ".example,new@b.example,,,\nNew,One,new@b.example,hr@" + o.slug + ".example,,,\n",
			"2 manager_id not-found, 3 manager_id not-found"},
		"below one's own staff":      {head + "Amara,Okafor,admin@" + o.slug + ".example,manager@" + o.slug + ".example,,,\n", "2 manager_id not-found"},
		"a change that does not fit": {"given_name,family_name,email,end_date\nCarys,Llewellyn,hr@" + o.slug + ".example,1999-01-01\n", "2 end_date before-start"},
		"oneself":                    {head + "A,B,a@b.example,a@b.example,,,\n", "2 manager_id not-found"},
		"a ring":                     {head + "A,B,a@b.example,c@b.example,,,\nC,D,c@b.example,a@b.example,,,\n", "2 manager_id not-found, 3 manager_id not-found"},
	} {
		j := hr.imports(t, c.text)
		var got []string
		for _, e := range j.Result.Errors {
			got = append(got, strconv.FormatInt(e.Row, 10)+" "+e.Field+" "+e.Code)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", name, strings.Join(got, ", "), c.want)
		}
		if j.Result.Invalid > 0 || c.want == "" {
			hr.send(t, "POST", "/api/jobs/"+j.ID+"/confirm", `{}`).refused(t, 409, "wrong-state")
		}
	}
	if list := hr.found(t, "q=b.example"); len(list) != 0 {
		t.Errorf("%v %s", list, before)
	}
	hr.send(t, "POST", "/api/hr/employees/import", "%PDF-1.7\n", "Content-Type: application/pdf").refused(t, 415, "unsupported-media-type")
	hr.send(t, "POST", "/api/hr/employees/import", "", isCSV).refused(t, 400, "invalid-request")
	large := head + strings.Repeat("A,B,x@b.example,,,,\n", 2001)
	if j := hr.imports(t, large); j.Result.Errors[len(j.Result.Errors)-1].Code == "" || j.Result.Invalid < 2000 {
		t.Errorf("%+v", j.Result.Invalid)
	}
}
