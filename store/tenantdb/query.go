package tenantdb

import (
	"errors"
	"slices"
	"strings"

	"ringfence/store/db"
)

// Step is a statement that leaves no entry in the ledger: a Query or a Scratch.
type Step interface{ step() (db.Stmt, error) }

// Query is a statement that only reads.
type Query struct{ stmt db.Stmt }

// Select makes a Query. One that could write is refused when it is run.
func Select(sql string, args ...db.Value) Query { return Query{db.Q(sql, args...)} }

var errNotRead = errors.New("tenantdb: a query must only read")

func (q Query) step() (db.Stmt, error) {
	if !db.Reads(q.stmt.SQL) {
		return q.stmt, errNotRead
	}
	return q.stmt, nil
}

// Scratch is a write of a table that holds no record, so that it needs no
// entry in the ledger.
type Scratch struct {
	stmt  db.Stmt
	table string
}

// scratchTables is the closed list: counters of attempts, sign-ins, sign-ups and
// orders that are under way, how far the sending of a message or a job has
// come, and who has been told of what the ledger has.
var scratchTables = []string{"attempts", "limits", "challenges", "sso_flows", "spent_challenges", "outbox", "jobs",
	"notices", "reminders", "require", "signups", "orders"}

// expiring are tables of which a Scratch may take rows away, and no more.
var expiring = []string{"links"}

// InScratch makes a write of one of the scratch tables. One of another table
// is refused when it is run.
func InScratch(table, sql string, args ...db.Value) Scratch {
	return Scratch{db.Q(sql, args...), table}
}

var errNotScratch = errors.New("tenantdb: a write without an entry in the ledger")

func (s Scratch) step() (db.Stmt, error) {
	verbs := []string{"DELETE FROM ", "INSERT INTO ", "UPDATE "}
	if slices.Contains(expiring, s.table) {
		verbs = verbs[:1]
	} else if !slices.Contains(scratchTables, s.table) {
		return s.stmt, errNotScratch
	}
	if strings.IndexByte(s.stmt.SQL, ';') >= 0 {
		return s.stmt, errNotScratch
	}
	for _, verb := range verbs {
		if rest, ok := strings.CutPrefix(s.stmt.SQL, verb+s.table); ok && strings.IndexAny(rest, " \n") == 0 {
			return s.stmt, nil
		}
	}
	return s.stmt, errNotScratch
}

// Stmt is the statement, to stand in a Change.
func (s Scratch) Stmt() db.Stmt { return s.stmt }

// RequireOne aborts the batch unless the statement before it changed one row.
var RequireOne = db.Q(`INSERT INTO require (holds) SELECT changes() = 1`)

// RequiredOne is RequireOne among Scratch.
var RequiredOne = Scratch{RequireOne, "require"}

// Require aborts the batch, with ErrStale, unless the condition holds.
func Require(condition string, args ...db.Value) db.Stmt {
	return db.Q(`INSERT INTO require (holds) SELECT `+condition, args...)
}

// stmtsOf are the statements of steps, and whether one of them writes.
func stmtsOf[S Step](steps []S) (stmts []db.Stmt, writes bool, err error) {
	for _, s := range steps {
		stmt, refused := s.step()
		if refused != nil {
			return nil, false, refused
		}
		_, scratch := any(s).(Scratch)
		stmts, writes = append(stmts, stmt), writes || scratch
	}
	return stmts, writes, nil
}
