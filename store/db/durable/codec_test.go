package durable

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"ringfence/store/db"
	"ringfence/store/ledger"
)

func TestEncode(t *testing.T) {
	key := []byte(strings.Repeat("k", 32))
	entry := ledger.Entry{At: 1700000000000, Actor: "a", After: `{"n":1}`}
	stmts := []db.Stmt{
		db.Q("SELECT 1"),
		db.Q("SELECT ?, ?, ?, ?", db.Null, db.Int(-db.MaxInt), db.Float(1e300), db.Text("\"\\\n\x01é\U0001F600")),
	}
	var got struct {
		Write bool
		Stmts [][]any
		Chain *struct {
			Key     string
			SQL     []string
			Entries [][]string
		}
	}
	if err := json.Unmarshal([]byte(encode(stmts, &ledger.Append{Key: key, Entries: []ledger.Entry{entry, entry}}, true)), &got); err != nil {
		t.Fatal(err)
	}
	want := [][]any{
		{"SELECT 1", ""},
		{"SELECT ?, ?, ?, ?", "nift", nil, float64(-db.MaxInt), 1e300, "\"\\\n\x01é\U0001F600"},
	}
	if !got.Write || !reflect.DeepEqual(got.Stmts, want) {
		t.Errorf("statements %v, want %v", got.Stmts, want)
	}
	fields := entry.Fields()
	if got.Chain.Key != strings.Repeat("6b", 32) || len(got.Chain.Entries) != 2 || !reflect.DeepEqual(got.Chain.Entries[1], fields[:]) {
		t.Errorf("chain %+v", got.Chain)
	}
	if text := encode(stmts, &ledger.Append{}, false); strings.Contains(text, "chain") {
		t.Errorf("a read carries a chain: %s", text)
	}
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		answer string
		want   []db.Rows
	}{
		{`[]`, []db.Rows{}},
		{`[[],[[]]]`, []db.Rows{nil, {{}}}},
		{`[[[null,-1,1.5,1e+300,"x"]]]`, []db.Rows{{{db.Null, db.Int(-1), db.Float(1.5), db.Float(1e300), db.Text("x")}}}},
		{`[[["\u0000\"\\\/\b\f\n\r\té\ud83d\ude00\ud83d!"]]]`, []db.Rows{{{db.Text("\x00\"\\/\b\f\n\r\té\U0001F600\uFFFD!")}}}},
		{`[[["\ud83d\ud83d\ude00\ud800\u0000"]]]`, []db.Rows{{{db.Text("\uFFFD\U0001F600\uFFFD\x00")}}}},
		{`[[[9007199254740991,100000000000000000000]]]`, []db.Rows{{{db.Int(db.MaxInt), db.Float(1e20)}}}},
	} {
		got, err := decode(c.answer, len(c.want))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, %v, want %v", c.answer, got, err, c.want)
		}
	}
}

func TestDecodeRefusal(t *testing.T) {
	_, err := decode(`{"error":"UNIQUE constraint failed: t.a, t.b: SQLITE_CONSTRAINT"}`, 1)
	if !db.IsKind(err, db.Unique) || err.(*db.Error).Detail != "t.a, t.b" {
		t.Errorf("%v", err)
	}
	_, err = decode(`{"error":"no such table: \"x\""}`, 1)
	if !db.IsKind(err, db.Internal) {
		t.Errorf("%v", err)
	}
}

func TestDecodeMalformed(t *testing.T) {
	for _, answer := range []string{
		"", "null", "[", "[[", "[[[", "[[[1", "[[[1]]", "[[[1]]]x", `[[["`, `[[["\`, `[[["\u`, `[[["\u12`, `[[["\u12zz"]]]`,
		`[[["\ud83d\u`, `[[["\x"]]]`, "[[[true]]]", "[[[-]]]", "[[[1e]]]", "[[[1,]]]", "[[[1 ]]]", "[[]]", "[[],[],[]]",
		`{"error":`, `{"error":"x"`, `{"error":"x"}}`, `{"error":"x`, `{"other":1}`, strings.Repeat("[", 100_000),
	} {
		if got, err := decode(answer, 2); !db.IsKind(err, db.Unavailable) {
			t.Errorf("%.40q: %v, %v", answer, got, err)
		}
	}
}

// FuzzDecode holds the scanner to encoding/json: what it accepts means the
// same, and nothing makes it panic.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`[[[1,2.5,"x",null]]]`, `[[["\ud83d\ude00\u00e9"]],[]]`, `{"error":"x"}`, `[[[-0,1e400]]]`} {
		f.Add(seed, byte(1))
	}
	f.Fuzz(func(t *testing.T, answer string, n byte) {
		got, err := decode(answer, int(n))
		if err != nil || !utf8.ValidString(answer) { // the shim sends UTF-8
			return
		}
		var want [][][]any
		if err := json.Unmarshal([]byte(answer), &want); err != nil {
			if strings.Contains(err.Error(), "invalid character") {
				t.Skip("laxer about control characters and numbers than JSON is")
			}
			return
		}
		compare(t, got, want)
	})
}

func compare(t *testing.T, got []db.Rows, want [][][]any) {
	for i, rows := range want {
		for j, row := range rows {
			for k, v := range row {
				if !same(got[i][j][k], v) {
					t.Fatalf("%v is not %v", got[i][j][k], v)
				}
			}
		}
	}
}

func same(v db.Value, want any) bool {
	switch want := want.(type) {
	case nil:
		return v.IsNull()
	case string:
		return v.Kind == db.KindText && v.S == want
	case float64:
		return v.Kind == db.KindFloat && v.F == want || v.Kind == db.KindInt && math.Abs(float64(v.I)-want) <= math.Abs(want)/1e15
	}
	return false
}
