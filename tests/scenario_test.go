package tests

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// scenario is one request and everything that it may do: the status and words
// of its answer, and the exact entries it adds to the ledger. One that adds
// none must leave every table as it was.
type scenario struct {
	name         string
	as           *visitor
	method, path string
	body         string
	header       []string
	status       int
	problem      string   // slug, of a refusal
	has, hasNot  []string // in the body
	ledger       []string // actions, in order
}

// play runs scenarios one after the other, in an organisation that nobody
// else uses meanwhile.
func (o *org) play(t *testing.T, list ...scenario) {
	t.Helper()
	admin := o.as(t, "admin")
	for _, s := range list {
		t.Run(s.name, func(t *testing.T) {
			before := admin.head(t)
			tables := o.digest(t)
			s.play(t)
			if got := admin.since(t, before); !slices.Equal(got, s.ledger) {
				t.Errorf("the ledger gained %v, want %v", got, s.ledger)
			}
			for table, hash := range o.digest(t) {
				if s.ledger == nil && hash != tables[table] {
					t.Errorf("%s changed without an entry", table)
				}
			}
		})
	}
}

// unrecorded are the tables that hold no record, so that they change without
// an entry: uses of sessions, counted attempts, steps of signing in that are
// under way, and kept answers.
var unrecorded = []string{"sessions", "attempts", "limits", "challenges", "sso_flows", "spent_challenges", "idempotency"}

// digest stands for all that the organisation's database holds, by table.
func (o *org) digest(t *testing.T) map[string]string {
	t.Helper()
	tables := decode[struct{ Tables map[string]string }](t, o.nobody().get(t, "/dev/digest").want(t, 200)).Tables
	if len(tables) < 15 {
		t.Fatalf("only %d tables", len(tables))
	}
	for _, name := range unrecorded {
		delete(tables, name)
	}
	return tables
}

func (s scenario) play(t *testing.T) *answer {
	t.Helper()
	a := s.as.send(t, s.method, s.path, s.body, s.header...)
	if a.StatusCode != s.status || a.slug() != s.problem {
		t.Errorf("%d %q, want %d %q\n%s", a.StatusCode, a.slug(), s.status, s.problem, a.text)
	}
	for _, words := range s.has {
		if !strings.Contains(a.text, words) {
			t.Errorf("the answer does not have %q:\n%s", words, a.text)
		}
	}
	for _, words := range s.hasNot {
		if strings.Contains(a.text, words) {
			t.Errorf("the answer has %q:\n%s", words, a.text)
		}
	}
	return a
}

// entry is a line of the ledger.
type entry struct {
	Seq       int64
	At        string
	Actor     string
	Role      string
	Action    string
	Entity    string
	EntityID  string `json:"entity_id"`
	Before    map[string]string
	After     map[string]string
	RequestID string `json:"request_id"`
	Hash      string
	PrevHash  string `json:"prev_hash"`
}

// entries are the ledger's, newest first.
func (v *visitor) entries(t testing.TB, query string) []entry {
	t.Helper()
	return decode[page[entry]](t, v.get(t, "/api/audit?"+query).want(t, 200)).Items
}

// head is the number of the ledger's last entry.
func (v *visitor) head(t testing.TB) int64 {
	t.Helper()
	return v.entries(t, "limit=1")[0].Seq
}

// since lists the actions of the entries after that number, in order.
func (v *visitor) since(t testing.TB, seq int64) (actions []string) {
	t.Helper()
	for _, e := range v.entries(t, "limit=200") {
		if e.Seq > seq {
			actions = append(actions, e.Action)
		}
	}
	slices.Reverse(actions)
	return actions
}

// chain is the answer of GET /api/audit/verify.
type chain struct {
	Valid    bool
	Entries  int64
	Head     string
	FirstBad *int64 `json:"first_bad"`
}

func (v *visitor) verify(t testing.TB) chain {
	t.Helper()
	return decode[chain](t, v.get(t, "/api/audit/verify").want(t, 200))
}

// holds fails the test unless the chain is whole and has that many entries.
func (c chain) holds(t testing.TB, entries int64) {
	t.Helper()
	if !c.Valid || c.FirstBad != nil || c.Entries != entries {
		t.Errorf("valid=%t entries=%d first_bad=%s, want a whole chain of %d", c.Valid, c.Entries, number(c.FirstBad), entries)
	}
}

func number(n *int64) string {
	if n == nil {
		return "null"
	}
	return strconv.FormatInt(*n, 10)
}
