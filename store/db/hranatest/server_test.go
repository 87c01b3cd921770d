//go:build !js

package hranatest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"ringfence/store/db/hranatest"
)

// post sends requests on the stream of baton and returns status and answer.
func post(t *testing.T, s *hranatest.Server, baton, requests string) (int, string) {
	t.Helper()
	body := `{"baton":` + baton + `,"requests":[` + requests + `]}`
	res, err := http.Post(s.URL+"/v2/pipeline", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, strings.TrimSpace(string(b))
}

// results sends requests on a new stream that they close.
func results(t *testing.T, s *hranatest.Server, requests string) string {
	t.Helper()
	status, body := post(t, s, "null", requests+`,{"type":"close"}`)
	want := `{"baton":null,"base_url":null,"results":[`
	end := `{"type":"ok","response":{"type":"close"}}]}`
	if status != 200 || !strings.HasPrefix(body, want) || !strings.HasSuffix(body, end) {
		t.Fatalf("%d %s", status, body)
	}
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(body, want), end), ",")
}

func TestRequests(t *testing.T) {
	s := hranatest.New(t)
	results(t, s, `{"type":"sequence","sql":"CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT UNIQUE, r REAL); INSERT INTO t VALUES (1, 'one', 1.0)"}`)
	for _, c := range []struct{ name, request, want string }{
		{"execute",
			`{"type":"execute","stmt":{"sql":"SELECT s, r, 5 AS five, NULL FROM t"}}`,
			`{"type":"ok","response":{"type":"execute","result":{"cols":[{"name":"s","decltype":"TEXT"},{"name":"r","decltype":"REAL"},{"name":"five","decltype":null},{"name":"NULL","decltype":null}],"rows":[[{"type":"text","value":"one"},{"type":"float","value":1},{"type":"integer","value":"5"},{"type":"null"}]],"affected_row_count":0,"last_insert_rowid":null}}}`},
		{"arguments by name",
			`{"type":"execute","stmt":{"sql":"SELECT :a, $b","named_args":[{"name":"a","value":{"type":"blob","base64":"AQI"}},{"name":"$b","value":{"type":"integer","value":"9007199254740993"}}]}}`,
			`{"type":"ok","response":{"type":"execute","result":{"cols":[{"name":":a","decltype":null},{"name":"$b","decltype":null}],"rows":[[{"type":"blob","base64":"AQI"},{"type":"integer","value":"9007199254740993"}]],"affected_row_count":0,"last_insert_rowid":null}}}`},
		{"rows not wanted",
			`{"type":"execute","stmt":{"sql":"INSERT INTO t (id) VALUES (7), (8)","want_rows":false}}`,
			`{"type":"ok","response":{"type":"execute","result":{"cols":[],"rows":[],"affected_row_count":2,"last_insert_rowid":"8"}}}`},
		{"an error and what comes after it",
			`{"type":"execute","stmt":{"sql":"INSERT INTO t (s) VALUES ('one')"}},{"type":"store_sql","sql_id":1,"sql":"SELECT 1"}`,
			`{"type":"error","error":{"message":"SQLite error: UNIQUE constraint failed: t.s","code":"SQLITE_CONSTRAINT"}},{"type":"ok","response":{"type":"store_sql"}}`},
		{"a stored text",
			`{"type":"store_sql","sql_id":-1,"sql":"SELECT 1 AS x WHERE 0"},{"type":"store_sql","sql_id":-1,"sql":"x"},{"type":"execute","stmt":{"sql_id":-1}},{"type":"close_sql","sql_id":-1},{"type":"sequence","sql_id":-1}`,
			`{"type":"ok","response":{"type":"store_sql"}},{"type":"error","error":{"message":"SQLite error: the SQL text id is in use","code":"SQLITE_ERROR"}},{"type":"ok","response":{"type":"execute","result":{"cols":[{"name":"x","decltype":null}],"rows":[],"affected_row_count":0,"last_insert_rowid":null}}},{"type":"ok","response":{"type":"close_sql"}},{"type":"error","error":{"message":"SQLite error: SQL text not found","code":"SQLITE_ERROR"}}`},
		{"describe",
			`{"type":"describe","sql":"SELECT s AS name FROM t WHERE id = ? OR r = :r"},{"type":"describe","sql":"DELETE FROM t"}`,
			`{"type":"ok","response":{"type":"describe","result":{"params":[{"name":null},{"name":":r"}],"cols":[{"name":"name","decltype":"TEXT"}],"is_explain":false,"is_readonly":true}}},{"type":"ok","response":{"type":"describe","result":{"params":[],"cols":[],"is_explain":false,"is_readonly":false}}}`},
		{"a readonly transaction",
			`{"type":"sequence","sql":"SELECT 1"},{"type":"execute","stmt":{"sql":"BEGIN TRANSACTION READONLY","want_rows":false}},{"type":"execute","stmt":{"sql":"DELETE FROM t"}},{"type":"execute","stmt":{"sql":"COMMIT"}},{"type":"execute","stmt":{"sql":"DELETE FROM t WHERE id = 8","want_rows":false}}`,
			`{"type":"ok","response":{"type":"sequence"}},{"type":"ok","response":{"type":"execute","result":{"cols":[],"rows":[],"affected_row_count":0,"last_insert_rowid":null}}},{"type":"error","error":{"message":"SQLite error: attempt to write a readonly database","code":"SQLITE_ERROR"}},{"type":"ok","response":{"type":"execute","result":{"cols":[],"rows":[],"affected_row_count":0,"last_insert_rowid":null}}},{"type":"ok","response":{"type":"execute","result":{"cols":[],"rows":[],"affected_row_count":1,"last_insert_rowid":"0"}}}`},
		{"an unknown request",
			`{"type":"dance"}`,
			`{"type":"error","error":{"message":"SQLite error: unknown or incomplete request dance","code":"SQLITE_ERROR"}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := results(t, s, c.request); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestConditions has a step that works, one that fails, and one for each kind
// of condition, told apart by which of them ran.
func TestConditions(t *testing.T) {
	s := hranatest.New(t)
	for cond, runs := range map[string]bool{
		`{"type":"ok","step":0}`:                       true,
		`{"type":"ok","step":1}`:                       false,
		`{"type":"error","step":0}`:                    false,
		`{"type":"error","step":1}`:                    true,
		`{"type":"not","cond":{"type":"ok","step":1}}`: true,
		`{"type":"and","conds":[{"type":"ok","step":0},{"type":"error","step":1}]}`:           true,
		`{"type":"and","conds":[{"type":"ok","step":0},{"type":"ok","step":1}]}`:              false,
		`{"type":"or","conds":[{"type":"ok","step":1},{"type":"not","cond":{"type":"and"}}]}`: false,
		`{"type":"or","conds":[{"type":"ok","step":1},{"type":"ok","step":0}]}`:               true,
	} {
		out := results(t, s, `{"type":"batch","batch":{"steps":[{"stmt":{"sql":"SELECT 1"}},{"stmt":{"sql":"SELECT nothing"}},{"condition":`+cond+`,"stmt":{"sql":"SELECT 3"}}]}}`)
		var got struct {
			Response struct {
				Result struct {
					StepResults []any `json:"step_results"`
					StepErrors  []any `json:"step_errors"`
				} `json:"result"`
			} `json:"response"`
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		r := got.Response.Result
		if len(r.StepResults) != 3 || r.StepResults[0] == nil || r.StepErrors[1] == nil || (r.StepResults[2] != nil) != runs {
			t.Errorf("%s: %s", cond, out)
		}
	}
	if out := results(t, s, `{"type":"batch","batch":{"steps":[{"condition":{"type":"ok","step":0},"stmt":{"sql":"SELECT 1"}}]}}`); !strings.Contains(out, "invalid condition") {
		t.Errorf("a condition on itself: %s", out)
	}
}

// TestBatons: a baton continues its stream once, until it is closed or expires.
func TestBatons(t *testing.T) {
	s := hranatest.New(t)
	baton := func(body string) string {
		var r struct {
			Baton json.RawMessage `json:"baton"`
		}
		if err := json.Unmarshal([]byte(body), &r); err != nil || string(r.Baton) == "null" {
			t.Fatalf("no baton in %s", body)
		}
		return string(r.Baton)
	}
	_, body := post(t, s, "null", `{"type":"sequence","sql":"BEGIN; CREATE TABLE t (n)"}`)
	first := baton(body)
	_, body = post(t, s, first, `{"type":"execute","stmt":{"sql":"SELECT count(*) FROM t"}}`)
	second := baton(body)
	if status, body := post(t, s, first, ``); status != 400 || !strings.Contains(body, "STREAM_EXPIRED") {
		t.Errorf("a used baton: %d %s", status, body)
	}
	if s.Streams() != 1 {
		t.Errorf("%d streams", s.Streams())
	}
	s.Expire()
	if status, _ := post(t, s, second, ``); status != 400 {
		t.Errorf("an expired baton: %d", status)
	}
	if out := results(t, s, `{"type":"execute","stmt":{"sql":"SELECT count(*) FROM t"}}`); !strings.Contains(out, "no such table") {
		t.Errorf("what the expired stream had begun was kept: %s", out)
	}
}

func TestToken(t *testing.T) {
	s := hranatest.New(t)
	s.Token = "secret"
	if status, body := post(t, s, "null", ``); status != 401 {
		t.Errorf("%d %s", status, body)
	}
}
