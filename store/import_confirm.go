package store

import (
	"context"
	"encoding/json"
	"errors"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// ConfirmJob decides that what an import found is written: all of it or
// nothing, once. The file is read again, and goes. Errors: domain.ErrNotFound,
// domain.ErrForbidden for who may no longer add such records,
// "module-not-licensed" where nobody may, domain.ErrJobOver for a job that is no
// import, found something wrong, or has been confirmed.
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
	if errors.Is(err, domain.ErrNotFound) || err == nil && (in.bad > 0 || len(in.records) == 0) {
		err = domain.ErrJobOver
	}
	if err != nil {
		return j, nil, err
	}
	if j.Result, err = confirmed(j.Result); err != nil {
		return j, nil, err
	}
	change, err := t.importing(r, j, file, in)
	return j, change, err
}

// confirmed is a result that says so.
func confirmed(result string) (string, error) {
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(result), &members); err != nil {
		return "", err
	}
	members["confirmed"] = json.RawMessage("true")
	text, err := json.Marshal(members)
	return string(text), err
}

// importing is the change: each record with its entry, whom others name first.
func (t *Tenant) importing(r *domain.Resource, j domain.Job, file string, in *imported) (*Change, error) {
	c := t.gate.Begin(tenantdb.Did("job.confirm", domain.Jobs.Entity, j.ID).With("kind", j.Kind))
	t.RemoveFile(c, file) // of two who confirm at once the second finds it gone
	result, err := t.gate.Seal(jobPlace("result", j.ID), j.Result)
	if err != nil {
		return nil, err
	}
	c.Scratch(tenantdb.InScratch("jobs", `UPDATE jobs SET result = ? WHERE id = ?`, db.Text(result), db.Text(j.ID)), tenantdb.RequiredOne)
	ids := map[string]string{}
	for _, n := range in.numbers {
		ids["#"+digits(int64(n))] = NewID()
	}
	for _, i := range in.order(r) {
		if err := t.importOne(c, r, ids["#"+digits(int64(in.numbers[i]))], in.records[i], ids); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (t *Tenant) importOne(c *Change, r *domain.Resource, id string, values []string, ids map[string]string) error {
	now := t.gate.Now()
	rec := domain.Record{ID: id, Version: 1, CreatedAt: now, UpdatedAt: now, Values: append([]string(nil), values...)}
	for k := range rec.Values {
		if other := ids[rec.Values[k]]; other != "" && r.Columns[k].Of != "" {
			rec.Values[k] = other
		}
	}
	none := domain.Record{ID: id}
	stmts, err1 := t.gate.Store(r.Table, none, rec)
	e, err2 := t.gate.Difference(r.Entity+".create", r.Table, none, rec)
	c.Also(e).Exec(stmts...)
	return errors.Join(err1, err2)
}

// order has every row behind those that it names.
func (in *imported) order(r *domain.Resource) (list []int) {
	rowOf, placed := map[string]int{}, make([]bool, len(in.records))
	for i, n := range in.numbers {
		rowOf["#"+digits(int64(n))] = i
	}
	var place func(i int)
	place = func(i int) {
		if placed[i] {
			return
		}
		placed[i] = true
		for k := range r.Columns {
			if other, ok := rowOf[in.records[i][k]]; ok && r.Columns[k].Of != "" {
				place(other)
			}
		}
		list = append(list, i)
	}
	for i := range in.records {
		place(i)
	}
	return list
}
