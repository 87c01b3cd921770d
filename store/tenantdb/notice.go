package tenantdb

import (
	"context"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
)

// Who is told what happened. Notices are written with their cause; they hold no
// record, and what they say is read from it.

// Tell has a notice of an action on a record for each account that a selection
// of ids names. One that is there already is new again.
func (h *Handle) Tell(action, record, accounts string, args ...db.Value) Scratch {
	args = append([]db.Value{db.Text(action), db.Text(record), db.Int(h.Now())}, args...)
	return InScratch("notices", `INSERT INTO notices (account_id, action, entity_id, created_at)
SELECT id, ?, ?, ? FROM (`+accounts+`) WHERE id IS NOT NULL
ON CONFLICT (account_id, action, entity_id) DO UPDATE SET created_at = excluded.created_at, read_at = NULL`, args...)
}

// NoticesOf tell of an action on a record: of one that somebody is to decide on
// then, whoever may; of another move the member of staff whom it is about. What
// was asked of others is then news no more.
func (h *Handle) NoticesOf(r *domain.Resource, verb string, rec domain.Record) (list []Scratch) {
	if !r.About() || r.States == nil {
		return nil
	}
	subject, actor := db.Text(rec.Values[r.Index(r.Subject)]), db.Text(h.access.User.ID)
	action := r.Entity + "." + verb
	if m := r.Move(verb); m != nil {
		list = append(list, InScratch("notices", `UPDATE notices SET read_at = ?
WHERE entity_id = ? AND action IN (`+asking(r)+`) AND read_at IS NULL`, db.Int(h.Now()), db.Text(rec.ID)))
		if m.Tells != "" {
			concerned := `SELECT account_id AS id FROM employees WHERE id = ? AND account_id <> ?`
			list = append(list, h.Tell(action, rec.ID, concerned, subject, actor))
		}
	}
	for _, m := range r.Asked(verb) {
		list = append(list, h.Tell(action, rec.ID, decidersSQL(m), subject, subject, actor))
	}
	return list
}

// asking are the actions after which somebody is to decide, as a list in SQL.
func asking(r *domain.Resource) string {
	actions := []string{r.Entity + ".create"}
	for i := range r.States.Moves {
		if verb := r.States.Moves[i].Name; r.Asked(verb) != nil {
			actions = append(actions, r.Entity+"."+verb)
		}
	}
	return "'" + strings.Join(actions, "', '") + "'"
}

// decidersSQL are the accounts that a new record is put before: the nearest
// manager above who may decide on it or else all who decide for everybody, but
// nobody for themselves. Arguments: subject, subject, actor.
func decidersSQL(m *domain.Move) string {
	return `WITH RECURSIVE above(id, distance) AS (
  SELECT manager_id, 1 FROM employees WHERE id = ?
  UNION ALL
  SELECT e.manager_id, a.distance + 1 FROM employees e JOIN above a ON e.id = a.id WHERE a.distance < 100),
deciders(id, role) AS (SELECT id, role FROM accounts WHERE disabled = 0 AND accepted_at IS NOT NULL),
nearest(id) AS (
  SELECT d.id FROM above b JOIN employees e ON e.id = b.id JOIN deciders d ON d.id = e.account_id
  WHERE d.role IN (` + roleNames(m.By, domain.Below) + `) ORDER BY b.distance LIMIT 1)
SELECT id FROM deciders
WHERE (id IN (SELECT id FROM nearest)
  OR NOT EXISTS (SELECT 1 FROM nearest) AND role IN (` + roleNames(m.By, domain.Everybody) + `))
AND id IS NOT (SELECT account_id FROM employees WHERE id = ?) AND id <> ?`
}

// roleNames are the roles that reach so far, as a list in SQL.
func roleNames(by domain.Reaches, least domain.Reach) string {
	return "'" + strings.Join(by.Least(least).Names(), "', '") + "'"
}

// unreadSQL counts the notices of the account a that are new.
const unreadSQL = `(SELECT count(*) FROM notices n WHERE n.account_id = a.id AND n.read_at IS NULL)`

const mostNotices = "100"

// Notices are the caller's, newest first, of records that the caller reaches.
func (h *Handle) Notices(ctx context.Context) (list []domain.Notice, err error) {
	rows, err := h.Read(ctx, func(a *Access) []Query { return []Query{noticesQuery(a)} })
	if err != nil {
		return nil, err
	}
	for _, row := range rows[0] {
		n := domain.Notice{Action: row[0].S, About: row[1].S, At: row[2].I, Read: row[3].Bool(), Name: row[4].S}
		entity, _, _ := strings.Cut(n.Action, ".")
		for _, r := range domain.Resources {
			if r.Entity == entity {
				n.Of = r
			}
		}
		if n.Of == nil || h.access.Window.Licenses(n.Of.Module) {
			list = append(list, n)
		}
	}
	return list, nil
}

// noticesQuery selects (action, record, time, read, name).
func noticesQuery(a *Access) Query {
	names := ` WHEN 'job' THEN (SELECT kind FROM jobs j WHERE j.id = n.entity_id)`
	for _, r := range domain.Resources {
		if r.About() {
			staff := "r." + r.Subject
			names += "\n  WHEN '" + r.Entity + "' THEN (SELECT " + CalledSQL(domain.Employees.Table, staff) + " FROM " +
				r.Name + " r WHERE r.id = n.entity_id AND " + reachSQL(staff, r.Read[a.User.Role]) + ")"
		}
	}
	return Select("WITH me(id) AS (VALUES (?))\nSELECT action, entity_id, created_at, read_at IS NOT NULL, name FROM (\n"+
		"SELECT n.*, CASE substr(n.action, 1, instr(n.action, '.') - 1)"+names+" END AS name\n"+
		"FROM notices n WHERE n.account_id = (SELECT id FROM me))\n"+
		"WHERE name IS NOT NULL\nORDER BY created_at DESC, entity_id LIMIT "+mostNotices, db.Text(a.User.ID))
}

// ReadNotices decides that the caller has read their notices up to a time.
func (h *Handle) ReadNotices(ctx context.Context, until int64) (*Change, error) {
	a, err := h.Check(ctx)
	if err != nil {
		return nil, err
	}
	return h.Unchanged().Scratch(InScratch("notices", `UPDATE notices SET read_at = ?
WHERE account_id = ? AND read_at IS NULL AND created_at <= ?`, db.Int(h.Now()), db.Text(a.User.ID), db.Int(until))), nil
}
