package store

import (
	"context"
	"encoding/json"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/ledger"
	"ringfence/store/tenantdb"
)

// Activity is a part of the ledger for its page, with what stands around it.
type Activity struct {
	Lines  []AuditLine
	People []string     // names to choose from
	Check  *LedgerCheck // the last that was completed; nil for none
	Under  *domain.Job  // one that is under way; nil for none
}

// LedgerCheck is what a check of the whole chain has found, and when.
type LedgerCheck struct {
	ledger.Report
	At int64 // Unix milliseconds
}

// mostPeople bounds the names that are offered to choose from: any other can
// be typed.
const mostPeople = "200"

const (
	peopleSQL = `SELECT DISTINCT name FROM accounts ORDER BY name COLLATE NOCASE LIMIT ` + mostPeople
	checksSQL = `SELECT id, state, done, total, result, finished_at FROM jobs
WHERE kind = ? AND state IN ('waiting', 'running', 'done')
ORDER BY created_at DESC, id LIMIT 2`
)

// Activity reads a part of the ledger, at most Limit + 1 entries, and beside it
// the last check of the whole.
func (t *Tenant) Activity(ctx context.Context, f AuditFilter) (Activity, error) {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{f.query(t.gate.AboutSQL()), tenantdb.Select(peopleSQL), tenantdb.Select(checksSQL, db.Text(LedgerVerify))}
	})
	if err != nil {
		return Activity{}, err
	}
	a := Activity{Lines: t.auditLines(f, rows[0])}
	for _, row := range rows[1] {
		a.People = append(a.People, row[0].S)
	}
	for _, row := range rows[2] {
		if err := t.addCheck(&a, row); err != nil {
			return a, err
		}
	}
	return a, nil
}

// addCheck takes the newest check that is done, and the one that is under way.
func (t *Tenant) addCheck(a *Activity, row []db.Value) error {
	state := domain.JobState(row[1].S)
	if state != domain.JobDone {
		a.Under = &domain.Job{ID: row[0].S, State: state, Done: row[2].I, Total: row[3].I}
		return nil
	}
	if a.Check != nil {
		return nil
	}
	result, err := t.gate.Unseal(jobPlace("result", row[0].S), row[4].S)
	if err != nil {
		return err
	}
	report, err := parseReport(result)
	a.Check = &LedgerCheck{Report: report, At: row[5].I}
	return err
}

// parseReport reads reportJSON.
func parseReport(text string) (ledger.Report, error) {
	var r struct {
		Valid    bool   `json:"valid"`
		Entries  int64  `json:"entries"`
		Head     string `json:"head"`
		FirstBad int64  `json:"first_bad"`
	}
	err := json.Unmarshal([]byte(text), &r)
	return ledger.Report{Valid: r.Valid, Entries: r.Entries, Head: r.Head, FirstBad: r.FirstBad}, err
}
