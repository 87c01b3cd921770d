//go:build !js

package libsql_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/db/hranatest"
	"ringfence/store/db/libsql"
)

// answer replaces what the server says after it has run the batch.
func answer(body string) hranatest.Fault {
	return hranatest.Edit(func(string) string { return body })
}

func step(result string) string {
	return `{"baton":null,"base_url":null,"results":[{"type":"ok","response":{"type":"batch","result":` + result + `}}]}`
}

// faults are the ways in which a request can fail, by whether the batch ran.
var faults = []struct {
	name  string
	fault hranatest.Fault
	ran   bool
	known bool // that it has not run: it need not be asked again
}{
	{"400", hranatest.Status(400, `{"message":"bad"}`), false, true},
	{"stream expired", hranatest.Status(400, `{"message":"expired","code":"STREAM_EXPIRED"}`), false, true},
	{"wrong token", hranatest.Status(401, `{"error":"Unauthorized"}`), false, true},
	{"forbidden", hranatest.Status(403, `no`), false, true},
	{"no such database", hranatest.Status(404, `{"error":"Namespace not found"}`), false, true},
	{"too many requests", hranatest.Status(429, ``), false, true},
	{"request timeout", hranatest.Status(408, ``), false, false},
	{"500", hranatest.Status(500, `{"error":"internal"}`), false, false},
	{"502 from a proxy", hranatest.Status(502, `<html>bad gateway</html>`), false, false},
	{"connection closed before it ran", hranatest.Drop, false, false},
	{"connection closed after it ran", hranatest.Lose, true, false},
	{"answer cut off", hranatest.Cut, true, false},
	{"answer not complete", hranatest.Edit(func(s string) string { return s[:len(s)/2] }), true, false},
	{"answer empty", answer(``), true, false},
	{"answer HTML", answer(`<html>welcome</html>`), true, false},
	{"answer null", answer(`null`), true, false},
	{"answer without results", answer(`{"results":[]}`), true, false},
	{"answer to another question", answer(`{"results":[{"type":"ok","response":{"type":"describe","result":{}}}]}`), true, false},
	{"answer with an error beside the steps", answer(`{"results":[{"type":"error","error":{"message":"Response is too large"}}]}`), true, false},
	{"answer without steps", answer(step(`{}`)), true, false},
	{"answer with too few steps", answer(step(`{"step_results":[null],"step_errors":[null]}`)), true, false},
	{"answer with steps missing", answer(step(`{"step_results":[null,null,null,null,null,null,null],"step_errors":[]}`)), true, false},
	{"answer with a strange error", answer(step(`{"step_results":7}`)), true, false},
	{"answer with an integer as a number", hranatest.Edit(func(string) string {
		set := `{"cols":[{"name":"n"}],"rows":[[{"type":"integer","value":7}]],"affected_row_count":0,"last_insert_rowid":null}`
		return step(`{"step_results":[` + strings.Repeat(set+`,`, 6) + set + `],"step_errors":[null,null,null,null,null,null,null]}`)
	}), true, false},
}

func setUp(t *testing.T) (*hranatest.Server, db.DB) {
	s := hranatest.New(t)
	d := open(t, s)
	dbtest.CreateLedger(t, d)
	dbtest.Exec(t, d, `CREATE TABLE w (id TEXT PRIMARY KEY) STRICT`)
	return s, d
}

// failFirst makes the next request fail, and only that.
func failFirst(s *hranatest.Server, f hranatest.Fault) {
	s.Fail(func(n int64) hranatest.Fault {
		if n == 1 {
			return f
		}
		return nil
	})
}

func rows(t *testing.T, d db.DB) int64 { return dbtest.Count(t, d, `SELECT count(*) FROM w`) }

var insertX = []db.Stmt{db.Q(`INSERT INTO w VALUES (?)`, db.Text("x"))}

// A write without a chain that fails is Unavailable and is not repeated.
func TestWriteFails(t *testing.T) {
	for _, c := range faults {
		t.Run(c.name, func(t *testing.T) {
			s, _ := setUp(t)
			d := open(t, s) // whose stream is new: nothing to be asked again
			failFirst(s, c.fault)
			before := s.Requests()
			_, err := d.Write(context.Background(), insertX, nil)
			dbtest.WantKind(t, err, db.Unavailable)
			if n := s.Requests() - before; n != 1 {
				t.Errorf("%d requests", n)
			}
			if n := rows(t, d); (n == 1) != c.ran {
				t.Errorf("%d rows", n)
			}
		})
	}
}

// The ledger tells what became of a write with a chain: one that ran is a
// success, one of which there is no sign is not repeated.
func TestWriteWithChainFails(t *testing.T) {
	for _, c := range faults {
		t.Run(c.name, func(t *testing.T) {
			s, d := setUp(t)
			dbtest.Write(t, d, dbtest.Entries("before", 1)) // so that the head is known
			if c.known {
				s.Expire()
				d = open(t, s) // whose stream is new: nothing to be asked again
			}
			failFirst(s, c.fault)
			out, err := d.Write(context.Background(), insertX, dbtest.Entries("x", 2))
			want := int64(1)
			if c.ran {
				want = 3
				if err != nil || len(out) != 1 || len(out[0]) != 0 {
					t.Fatalf("%v, %v", out, err)
				}
			} else {
				dbtest.WantKind(t, err, db.Unavailable)
			}
			if n := dbtest.VerifyChain(t, d); n != want {
				t.Errorf("%d entries, want %d", n, want)
			}
			if n := rows(t, d); (n == 1) != c.ran {
				t.Errorf("%d rows", n)
			}
			dbtest.Write(t, d, dbtest.Entries("after", 1)) // and the next is well
			if n := dbtest.VerifyChain(t, d); n != want+1 {
				t.Errorf("then %d entries, want %d", n, want+1)
			}
		})
	}
}

// A read that got no answer is asked again; one that was refused is not.
func TestReadFails(t *testing.T) {
	for _, c := range faults {
		t.Run(c.name, func(t *testing.T) {
			s, _ := setUp(t)
			d := open(t, s)
			failFirst(s, c.fault)
			before := s.Requests()
			out, err := d.Read(context.Background(), []db.Stmt{db.Q(`SELECT 'well'`)})
			if c.known {
				dbtest.WantKind(t, err, db.Unavailable)
			} else if err != nil || out[0][0][0].Text() != "well" {
				t.Errorf("%v, %v", out, err)
			}
			if n := s.Requests() - before; (n == 1) != c.known {
				t.Errorf("%d requests", n)
			}
			s.Fail(func(int64) hranatest.Fault { return c.fault })
			_, err = d.Read(context.Background(), []db.Stmt{db.Q(`SELECT 1`)})
			dbtest.WantKind(t, err, db.Unavailable)
		})
	}
}

// A context that ends while the server is silent ends the wait.
func TestSilentServer(t *testing.T) {
	for name, c := range map[string]struct {
		fault hranatest.Fault
		ran   bool
	}{"before it ran": {hranatest.Stall, false}, "after it ran": {hranatest.Hang, true}} {
		t.Run(name, func(t *testing.T) {
			s, d := setUp(t)
			dbtest.Write(t, d, dbtest.Entries("before", 1))
			ctx, cancel := context.WithCancel(context.Background())
			failFirst(s, func(w http.ResponseWriter, r *http.Request, run http.HandlerFunc) {
				c.fault(w, r, func(w http.ResponseWriter, r *http.Request) { run(w, r); cancel() })
			})
			if !c.ran {
				failFirst(s, func(w http.ResponseWriter, r *http.Request, run http.HandlerFunc) {
					cancel()
					c.fault(w, r, run)
				})
			}
			_, err := d.Write(ctx, insertX, dbtest.Entries("x", 1))
			if c.ran && err != nil {
				t.Errorf("the ledger has it: %v", err)
			}
			if !c.ran {
				dbtest.WantKind(t, err, db.Unavailable)
			}
			if n := rows(t, d); (n == 1) != c.ran {
				t.Errorf("%d rows", n)
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	d, err := libsql.Open("http://127.0.0.1:1", "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Read(context.Background(), []db.Stmt{db.Q(`SELECT 1`)})
	dbtest.WantKind(t, err, db.Unavailable)
	_, err = d.Write(context.Background(), insertX, dbtest.Entries("x", 1))
	dbtest.WantKind(t, err, db.Unavailable)
}
