package tests

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// TestImportChanges: a file names people who are there by email address or
// National Insurance number, and says what of them changes; what it has no column
// for stays.
func TestImportChanges(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	hr, before := o.as(t, "hr"), o.as(t, "hr").staff(t)
	joanna, kwame := before["Joanna Pike"], before["Kwame Mensah"]
	boss, manager := joanna.text("email"), "manager@"+o.slug+".example"
	j := hr.imports(t, "given_name,family_name,email,job_title,manager_id,ni_number\n"+
		"Joanna,Pike,"+strings.ToUpper(boss)+",,"+manager+","+joanna.text("ni_number")+"\n"+
		"Kwame,Mensah-Quist,kwame@new.example,Pharmacist,"+manager+","+kwame.text("ni_number")+"\n"+
		"Lena,Novak,"+before["Lena Novak"].text("email")+",Radiographer,new@x.example,\n"+
		"New,Person,new@x.example,Porter,"+boss+",\n")
	var got []string
	for _, row := range j.Result.Preview {
		var names []string
		for _, c := range row["changes"].([]any) {
			change := c.(map[string]any)
			text, _ := json.Marshal(change)
			names = append(names, change["field"].(string))
			if strings.Contains(string(text), "AB1") {
				t.Errorf("the preview has %s", text)
			}
		}
		got = append(got, row["action"].(string)+" "+strings.Join(names, "+"))
	}
	// An address in another spelling is another address, and the same person.
	want := []string{"change email+job_title", "change family_name+email", "change manager_id+ni_number", "add "}
	if !slices.Equal(got, want) || j.Result.Change != 3 || j.Result.Add != 1 || j.Result.Same != 0 {
		t.Fatalf("%q, want %q: %+v", got, want, j.Result)
	}
	hr.send(t, "POST", "/api/jobs/"+j.ID+"/confirm", `{}`).want(t, 200)
	after := hr.staff(t)
	if e := after["Kwame Mensah-Quist"]; e.id() != kwame.id() || e.text("email") != "kwame@new.example" || e.text("sort_code") != kwame.text("sort_code") {
		t.Errorf("%v", e)
	}
	if e := after["Lena Novak"]; e.text("manager_id") != after["New Person"].id() || e.text("ni_number") != "" || after["New Person"].text("manager_id") != joanna.id() {
		t.Errorf("%v", e)
	}
	if found := hr.found(t, "ni_number="+before["Lena Novak"].text("ni_number")); len(found) != 0 {
		t.Errorf("a number that was cleared is found: %v", found)
	}
	if found := hr.found(t, "ni_number="+joanna.text("ni_number")); len(found) != 1 {
		t.Errorf("%v", found)
	}
	o.as(t, "admin").verify(t).holds(t, o.as(t, "admin").head(t))
}

// TestImportStale: what is confirmed is what was shown: not where a record has
// changed meanwhile, or somebody in the file has been added.
func TestImportStale(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	hr := newOrgs(t, s, 1)[0].as(t, "hr")
	joanna := hr.staff(t)["Joanna Pike"]
	const head = "given_name,family_name,email,job_title\n"
	change := hr.imports(t, head+"Joanna,Pike,"+joanna.text("email")+",Matron\n")
	add := hr.imports(t, head+"Ida,Quist,ida@elsewhere.example,Porter\n")
	hr.send(t, "PATCH", joanna.path(), object("department", "Elsewhere")).want(t, 200)
	hr.send(t, "POST", "/api/hr/employees", enough("")).want(t, 201)
	for _, j := range []importJob{change, add} {
		hr.send(t, "POST", "/api/jobs/"+j.ID+"/confirm", `{}`).refused(t, 409, "wrong-state")
	}
	if after := hr.staff(t); after["Joanna Pike"].text("job_title") == "Matron" || after["Ida Quist"].text("job_title") != "" {
		t.Errorf("%v", after)
	}
}

// naughty are texts that break programs.
var naughty = []string{`=cmd|' /C calc'!A0`, `'=1+1`, `''@x`, "+44 20 7946", "-1+1|x", "@SUM(A1:A9)", "＝1", `the "other", one`, `a;b,c|d`, `'tis`, `'`,
	`\`, `%s%n`, `';DROP TABLE employees;--`, "<script>alert(1)</script>", "🏴󠁧󠁢󠁷󠁬󠁳󠁿👩🏽‍⚕️", "عبد الله", "שלום", "Z̸̡͝algo", "ﬃ", "NULL", "true", "1E5", "0012", "２０２６",
	strings.Repeat("é", 100)}

// TestExportImport: what goes in by an import comes out by an export as it was,
// and an export that is imported changes nothing.
func TestExportImport(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	hr := o.as(t, "hr")
	var file strings.Builder
	w := csv.NewWriter(&file)
	w.Write([]string{"given_name", "family_name", "email", "job_title", "manager_id", "address", "bank_account"})
	for i, text := range naughty {
		mail := "n" + string(rune('a'+i)) + "@x.example"
		guarded := text
		if bare := strings.TrimLeft(text, "'"); strings.HasPrefix(bare, "＝") || bare != "" && strings.Contains("=+-@", bare[:1]) {
			guarded = "'" + text // as a spreadsheet's user or an export writes it
		}
		w.Write([]string{guarded, "Naughty", mail, guarded, "hr@" + o.slug + ".example", "1 Hill\n" + text + "\nBath", "00733445"})
	}
	w.Flush()
	j := hr.imports(t, file.String())
	if j.Result.Add != int64(len(naughty)) {
		t.Fatalf("%+v", j.Result)
	}
	hr.send(t, "POST", "/api/jobs/"+j.ID+"/confirm", `{}`).want(t, 200)
	for _, e := range hr.found(t, "q=naughty") {
		text := e["given_name"].(string)
		if !slices.Contains(naughty, text) || e["job_title"] != text || e["address"] != "1 Hill\n"+text+"\nBath" {
			t.Errorf("%q", e)
		}
	}
	hr.send(t, "POST", "/api/hr/employees", enough(`,"job_title":"a twin"`)).want(t, 201)
	hr.send(t, "POST", "/api/hr/employees", `{"given_name":"Ada","family_name":"Quist","email":"ida@elsewhere.example"}`).want(t, 201)
	sheet := hr.get(t, "/api/hr/employees/export.csv").want(t, 200)
	rows, err := csv.NewReader(strings.NewReader(sheet.text)).ReadAll()
	if err != nil || len(rows) != 15+len(naughty) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	for _, who := range []string{"hr", "admin"} {
		for _, text := range []string{sheet.text, o.as(t, who).get(t, "/employees/export.csv").want(t, 200).text} {
			same := o.as(t, who).imports(t, text).Result
			if same.Same != int64(len(rows)-1) || same.Valid != same.Same || same.Invalid != 0 {
				t.Errorf("%s: %d of %d are the same, %+v", who, same.Same, len(rows)-1, same.Errors)
			}
		}
	}
	if strings.HasPrefix(sheet.text, "\ufeff") || hr.get(t, "/api/hr/employees/export.csv?bom=true").want(t, 200).text != "\ufeff"+sheet.text {
		t.Error("the byte order mark")
	}
	hr.get(t, "/api/hr/employees/export.csv?bom=yes").refused(t, 400, "invalid-request")
	if text := o.as(t, "finance").get(t, "/api/hr/employees/export.csv").want(t, 200).text; !strings.Contains(text, "ni_number") || strings.Contains(text, "address") {
		t.Errorf("%.200q", text)
	}
	if text := o.as(t, "readonly").get(t, "/api/hr/employees/export.csv").want(t, 200).text; strings.Contains(text, "ni_number") || strings.Contains(text, "AB1") {
		t.Errorf("%.200q", text)
	}
}
