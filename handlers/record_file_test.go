package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"ringfence/domain"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
	"ringfence/store/blob/folder"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
)

// lessons is a resource with a file, which the person concerned and those who
// run the records see.
var lessons = &domain.Resource{
	Table: &domain.Table{Name: "lessons", Entity: "lesson", Columns: []domain.Column{
		{Field: domain.Field{Name: "employee_id", Label: "Employee", Kind: domain.ID, Required: true}, Of: "employees", Fixed: true},
		{Field: domain.Field{Name: "title", Label: "Title"}},
		{Field: domain.Field{Name: "certificate", Label: "Certificate", Kind: domain.Attached, Options: []string{"application/pdf", "image/png"}},
			Readers: domain.Only(domain.Admin, domain.HR)},
	}},
	Path: "/api/hr/lessons", Page: "/lessons", Module: domain.ModuleHR, One: "lesson", Many: "Lessons", Adds: "Add a lesson", Subject: "employee_id",
	Read:   domain.Reaches{domain.Admin: domain.Everybody, domain.HR: domain.Everybody, domain.Finance: domain.Everybody, domain.Employee: domain.Own},
	Create: domain.Reaches{domain.HR: domain.Everybody}, Edit: domain.Reaches{domain.HR: domain.Everybody, domain.Finance: domain.Everybody, domain.Employee: domain.Own},
	Order: []string{"title"}, Columned: []string{"title"}, Groups: []domain.Group{{Title: "Lesson", Columns: []string{"employee_id", "title", "certificate"}}},
}

// school is the application with that resource, in an organisation "north".
type school struct {
	*web.Server
	t      *testing.T
	db     db.DB
	dir    string            // of the bytes of files
	tokens map[string]string // by role
}

func newSchool(t *testing.T) *school {
	t.Helper()
	cfg := config(t, "DEV=1")
	open, ref := cfg.Open, ""
	s := &school{t: t, dir: t.TempDir(), tokens: map[string]string{}}
	cfg.Files = folder.New(s.dir)
	cfg.Open = func(r, region string) (db.DB, error) {
		ref = r
		return open(r, region)
	}
	a, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.seed(context.Background(), "r", []demo{{Slug: "north"}}); err != nil {
		t.Fatal(err)
	}
	if s.db, err = open(ref, "uk"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.db.Close(); a.Store().Close() })
	dbtest.Exec(t, s.db, `CREATE TABLE lessons (id TEXT PRIMARY KEY, version INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  employee_id TEXT NOT NULL, title TEXT, certificate TEXT) STRICT`)
	s.Server, err = web.New(web.Config{Base: "localhost", Dev: true, Now: cfg.Now, Tokens: a.tokens, Log: a.log, Tenant: a.store.Tenant},
		append(a.wings(), web.Wing{Tag: "test", Routes: record.Routes(lessons)}))
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"hr", "finance", "employee"} {
		s.tokens[role] = s.ask("", "POST", "/api/auth/login", `{"email":"`+role+`@north.example","password":"`+DemoPassword+`"}`).json("token")
	}
	return s
}

// reply is an answer.
type reply struct {
	*httptest.ResponseRecorder
	t *testing.T
}

// ask makes a request of a role; headers are "Name: value".
func (s *school) ask(role, method, path, body string, headers ...string) reply {
	s.t.Helper()
	r := httptest.NewRequest(method, "http://north.localhost"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if role != "" {
		r.Header.Set("Authorization", "Bearer "+s.tokens[role])
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return reply{w, s.t}
}

func (a reply) want(status int) reply {
	a.t.Helper()
	if a.Code != status {
		a.t.Fatalf("%d, want %d: %.300s", a.Code, status, a.Body.String())
	}
	return a
}

// json is a member of the answer, as text.
func (a reply) json(name string) string {
	a.t.Helper()
	var members map[string]any
	if err := json.Unmarshal(a.Body.Bytes(), &members); err != nil {
		a.t.Fatalf("%v: %.300s", err, a.Body.String())
	}
	return fmt.Sprint(members[name])
}

// lesson adds one about a member of staff and returns its path below /lessons.
func (s *school) lesson(account string) string {
	s.t.Helper()
	id := dbtest.One(s.t, s.db, `SELECT e.id FROM employees e JOIN accounts a ON a.id = e.account_id WHERE a.email = ?`, db.Text(account+"@north.example")).Text()
	return "/lessons/" + s.ask("hr", "POST", "/api/hr/lessons", `{"employee_id":"`+id+`","title":"Fire"}`).want(201).json("id")
}

// stored is how many parts of files are kept, also of those that no row names.
func (s *school) stored() int {
	s.t.Helper()
	list, err := filepath.Glob(filepath.Join(s.dir, "uk", "*", "*", "*"))
	if err != nil {
		s.t.Fatal(err)
	}
	return len(list)
}

func (s *school) files() int64 { return dbtest.Count(s.t, s.db, `SELECT count(*) FROM files`) }

const (
	isPDF = "Content-Type: application/pdf"
	first = "%PDF-1.7 first"
	other = "%PDF-1.7 other"
)

// TestRecordFile: a record's file follows the record: who may read, write and
// change it, in which version.
func TestRecordFile(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	mine, theirs := s.lesson("employee"), s.lesson("manager")
	path := "/api/hr" + mine + "/certificate"
	for _, body := range []string{`{"certificate":"x"}`, `{"certificate":null}`} {
		s.ask("hr", "PATCH", "/api/hr"+mine, body).want(400)
	}
	s.ask("hr", "GET", path, "").want(404)
	s.ask("hr", "DELETE", path, "").want(404)
	if a := s.ask("hr", "PUT", path, first, isPDF, `Content-Disposition: inline; filename="fire.pdf"`, `If-Match: "1"`).want(200); a.json("version") != "2" || len(a.json("certificate")) != 22 {
		t.Errorf("%s", a.Body)
	}
	for _, role := range []string{"hr", "employee"} {
		if a := s.ask(role, "GET", path, "").want(200); a.Body.String() != first || !strings.Contains(a.Header().Get("Content-Disposition"), "fire.pdf") {
			t.Errorf("%s: %q %s", role, a.Header(), a.Body)
		}
	}
	s.ask("finance", "GET", path, "").want(403)
	s.ask("employee", "GET", "/api/hr"+theirs+"/certificate", "").want(404)
	s.ask("hr", "GET", "/api/hr/lessons/nosuch/certificate", "").want(404)

	if a := s.ask("hr", "PUT", path, first, isPDF, `Content-Disposition: inline; filename="fire.pdf"`).want(200); a.json("version") != "2" {
		t.Errorf("the same again: %s", a.Body)
	}
	before := s.stored()
	s.ask("hr", "PUT", path, other, isPDF, `If-Match: "1"`).want(412)
	s.ask("hr", "PUT", path, "a,b", "Content-Type: text/csv").want(415)
	s.ask("finance", "PUT", path, other, isPDF).want(403)
	s.ask("finance", "DELETE", path, "").want(403)
	s.ask("employee", "PUT", "/api/hr"+theirs+"/certificate", other, isPDF).want(404)
	if after := s.stored(); after != before {
		t.Errorf("%d parts are kept of what was refused", after-before)
	}
	s.ask("employee", "PUT", path, other, isPDF).want(200)
	if a := s.ask("hr", "GET", path, "").want(200); a.Body.String() != other || s.files() != 1 {
		t.Errorf("%s, and %d files", a.Body, s.files())
	}

	dbtest.Exec(t, s.db, `UPDATE lessons SET certificate = (SELECT id FROM files)`)
	s.ask("hr", "GET", "/api/hr"+theirs+"/certificate", "").want(404) // it is another record's
	s.ask("hr", "DELETE", path, "").want(200)
	s.ask("hr", "GET", path, "").want(404)
	if n := s.files(); n != 0 {
		t.Errorf("%d files are left", n)
	}
}

// TestRecordFilePage: a page leads to a record's file and to the form that sets it.
func TestRecordFilePage(t *testing.T) {
	t.Parallel()
	s := newSchool(t)
	mine := s.lesson("employee")
	cookie := func(role string) string { return "Cookie: " + web.SessionCookie + "=" + s.tokens[role] }
	page := func(role, path string) string {
		t.Helper()
		return s.ask("", "GET", path, "", "Accept: text/html", cookie(role)).want(200).Body.String()
	}
	if text := page("hr", mine); !strings.Contains(text, `href="`+mine+`/certificate"`) || strings.Contains(text, "Download") {
		t.Error("the page does not lead to the form")
	}
	if text := page("hr", mine+"/certificate"); !strings.Contains(text, `enctype="multipart/form-data"`) || !strings.Contains(text, `type="file"`) {
		t.Error("the form takes no file")
	}
	const boundary = "Content-Type: multipart/form-data; boundary=b"
	part := func(kind, text string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: " + kind + "\r\n\r\n" + text + "\r\n--b--\r\n"
	}
	s.ask("", "POST", mine+"/certificate", part("text/csv", "a,b"), boundary, cookie("hr")).want(415)
	if a := s.ask("", "POST", mine+"/certificate", part("application/pdf", first), boundary, cookie("hr")).want(303); a.Header().Get("Location") != mine {
		t.Errorf("%q", a.Header())
	}
	if text := page("employee", mine); !strings.Contains(text, `href="/api/hr`+mine+`/certificate"`) || !strings.Contains(text, "File added") {
		t.Error("the page does not lead to the file")
	}
	if text := page("finance", mine); strings.Contains(text, "certificate") {
		t.Error("the page leads to what its reader may not see")
	}
	if text := page("hr", mine+"/edit"); strings.Contains(text, "certificate") {
		t.Error("the form of the record asks for the file's id")
	}
}
