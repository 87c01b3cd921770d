package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// ConfirmJob decides that what an import found is written: all of it or
// nothing, once. The file is read again, and goes. Errors: domain.ErrNotFound,
// domain.ErrForbidden for who may no longer add such records,
// "module-not-licensed" where nobody may, domain.ErrJobOver for a job that is no
// import, found something wrong, or has been confirmed, domain.ErrWrongState if
// a record has changed since.
func (t *Tenant) ConfirmJob(ctx context.Context, id string) (domain.Job, *Change, error) {
	j, err := t.Job(ctx, id)
	if err != nil {
		return j, nil, err
	}
	if j.Kind != ImportJob || j.State != domain.JobDone {
		return j, nil, domain.ErrJobOver
	}
	r, _, file, err := parseImport(j.Result)
	if err != nil {
		return j, nil, err
	}
	access := t.gate.Access()
	role := access.User.Role
	if err := access.Window.Admit(t.gate.Now(), role, r.Module, false); err != nil {
		return j, nil, err // the job's own routes are of no module
	}
	if r.Create[role] != domain.Everybody {
		return j, nil, domain.ErrForbidden
	}
	in, err := t.readImport(ctx, r, role, file)
	if errors.Is(err, domain.ErrNotFound) || err == nil && (in.bad > 0 || !slices.ContainsFunc(in.good, (*importRow).writes)) {
		err = domain.ErrJobOver
	}
	if err != nil {
		return j, nil, err
	}
	if len(in.changed()) > 0 && r.Edit[role] != domain.Everybody {
		return j, nil, domain.ErrForbidden
	}
	if j.Result, err = confirmed(j.Result, in.plan()); err != nil {
		return j, nil, err
	}
	change, err := t.importing(j, file, in)
	return j, change, err
}

// confirmed is a result that says so. Error: domain.ErrWrongState where what would
// be written is not what it showed: somebody else has changed a record since.
func confirmed(result, plan string) (string, error) {
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(result), &members); err != nil {
		return "", err
	}
	if string(members["plan"]) != `"`+plan+`"` {
		return "", domain.ErrWrongState
	}
	members["confirmed"] = json.RawMessage("true")
	text, err := json.Marshal(members)
	return string(text), err
}

// changed are the rows that change somebody who is there.
func (in *imported) changed() (list []*importRow) {
	for _, row := range in.good {
		if row.action() == "change" {
			list = append(list, row)
		}
	}
	return list
}

// importing is the change: each record with its entry, those that are added
// first, whom others name before them.
func (t *Tenant) importing(j domain.Job, file string, in *imported) (*Change, error) {
	c := t.gate.Begin(tenantdb.Did("job.confirm", domain.Jobs.Entity, j.ID).With("kind", j.Kind))
	t.RemoveFile(c, file) // of two who confirm at once the second finds it gone
	result, err := t.gate.Seal(jobPlace("result", j.ID), j.Result)
	if err != nil {
		return nil, err
	}
	c.Scratch(tenantdb.InScratch("jobs", `UPDATE jobs SET result = ? WHERE id = ?`, db.Text(result), db.Text(j.ID)), tenantdb.RequiredOne)
	changed := in.changed()
	for _, row := range append(in.added(), changed...) {
		if err := t.importOne(c, in.of, row); err != nil {
			return nil, err
		}
	}
	for _, row := range changed { // as all of them stand now
		c.Exec(tenantdb.Required(in.of, rules[in.of.Name], row.rec.ID, row.given(in.of))...)
	}
	return c, nil
}

func (t *Tenant) importOne(c *Change, r *domain.Resource, row *importRow) error {
	old, verb := row.old, ".update"
	if row.adds() {
		old, verb = domain.Record{ID: row.rec.ID}, ".create"
	}
	r.Compute(row.rec)
	stmts, err1 := t.gate.Store(r.Table, old, row.rec)
	e, err2 := t.gate.Difference(r.Entity+verb, r.Table, old, row.rec)
	c.Also(e).Exec(stmts...)
	return errors.Join(err1, err2)
}

// given are the columns that differ, with what they are to be, unless that is nothing.
func (row *importRow) given(r *domain.Resource) map[string]string {
	given := map[string]string{}
	for i, value := range row.rec.Values {
		if value != "" && value != row.old.Values[i] {
			given[r.Columns[i].Name] = value
		}
	}
	return given
}

// added are the rows that add somebody, every one behind those that it names.
func (in *imported) added() (list []*importRow) {
	byID, placed := map[string]*importRow{}, map[string]bool{}
	for _, row := range in.good {
		if row.adds() {
			byID[row.rec.ID] = row
		}
	}
	var place func(row *importRow)
	place = func(row *importRow) {
		if row == nil || placed[row.rec.ID] {
			return
		}
		placed[row.rec.ID] = true
		for i := range in.of.Columns {
			if in.of.Columns[i].Of != "" {
				place(byID[row.rec.Values[i]])
			}
		}
		list = append(list, row)
	}
	for _, row := range in.good {
		if row.adds() {
			place(row)
		}
	}
	return list
}
