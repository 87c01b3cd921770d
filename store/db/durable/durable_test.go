package durable_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/durable"
)

// scripted is a Call that fails with each error in turn, then answers.
func scripted(calls *int, errs ...error) durable.Call {
	return func(context.Context, string) (string, error) {
		*calls++
		if *calls <= len(errs) {
			return "", errs[*calls-1]
		}
		return `[[[7]]]`, nil
	}
}

func TestFailures(t *testing.T) {
	broken := fmt.Errorf("reset: %w", durable.ErrBroken)
	other := errors.New("network connection lost")
	for _, c := range []struct {
		name  string
		write bool
		errs  []error
		calls int
		ok    bool
	}{
		{"a read is made again when the object moved", false, []error{broken}, 2, true},
		{"but only once", false, []error{broken, broken}, 2, false},
		{"a read is not made again after another error", false, []error{other}, 1, false},
		{"a write is never made again", true, []error{broken}, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			calls := 0
			d, stmts := durable.New(scripted(&calls, c.errs...)), []db.Stmt{db.Q("SELECT 7")}
			var err error
			if c.write {
				_, err = d.Write(context.Background(), stmts, nil)
			} else {
				_, err = d.Read(context.Background(), stmts)
			}
			if calls != c.calls || (err == nil) != c.ok || err != nil && !db.IsKind(err, db.Unavailable) {
				t.Errorf("%d calls, error %v", calls, err)
			}
		})
	}
}

func TestAbandonedReadIsNotMadeAgain(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	_, err := durable.New(func(context.Context, string) (string, error) {
		calls++
		cancel()
		return "", durable.ErrBroken
	}).Read(ctx, []db.Stmt{db.Q("SELECT 1")})
	if calls != 1 || !db.IsKind(err, db.Unavailable) {
		t.Errorf("%d calls, error %v", calls, err)
	}
}

func TestConstraintAtCommit(t *testing.T) {
	text := "Durable Object was reset and rolled back: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT"
	calls := 0
	_, err := durable.New(scripted(&calls, errors.New(text))).Write(context.Background(), []db.Stmt{db.Q("DELETE FROM t")}, nil)
	if !db.IsKind(err, db.Constraint) || !strings.Contains(err.Error(), "FOREIGN KEY") {
		t.Errorf("%v", err)
	}
}
