package store

import (
	"encoding/json"

	"ringfence/domain"
	"ringfence/store/db"
)

// resolve puts ids in place of the email addresses by which rows name members
// of staff, of those who are there and of those in the file, and refuses an
// address that is there already or twice. Rows that name each other in a ring
// are refused too. The new ids stand in ids, beside the records.
func (in *imported) resolve(r *domain.Resource, staff db.Rows) {
	known := map[string]string{}
	for _, row := range staff {
		known[row[1].S] = row[0].S
	}
	fresh := map[string]int{}
	email := r.Index("email")
	keep := func(i int) bool {
		if r.Seldom == "" {
			return true
		}
		mail := key(in.records[i][email])
		_, twice := fresh[mail]
		if known[mail] == "" && !twice {
			fresh[mail] = i
			return true
		}
		in.refuse(in.numbers[i], []domain.FieldError{{Field: r.Seldom, Code: "duplicate", Message: "There is a member of staff with this email address already"}})
		return false
	}
	good := make([]bool, len(in.records))
	for i := range in.records {
		good[i] = keep(i)
	}
	for i := range in.records {
		if good[i] {
			good[i] = in.name(r, i, known, fresh)
		}
	}
	in.drop(good)
}

// name resolves one row's references. One to a row of the file becomes "#" and
// its number: it has no id yet.
func (in *imported) name(r *domain.Resource, i int, known map[string]string, fresh map[string]int) bool {
	for column := range r.Columns {
		c, value := &r.Columns[column], in.records[i][column]
		if c.Of == "" || value == "" {
			continue
		}
		other, inFile := fresh[key(value)]
		switch {
		case known[key(value)] != "":
			in.records[i][column] = known[key(value)]
		case inFile && other != i && !in.leadsBack(r, i, other, column, fresh):
			in.records[i][column] = "#" + digits(int64(in.numbers[other]))
		default:
			in.refuse(in.numbers[i], []domain.FieldError{{Field: c.Name, Code: "not-found",
				Message: c.Label + " must be the email address of somebody who is there or in the file, and not of themselves"}})
			return false
		}
	}
	return true
}

// leadsBack follows a reference from row to row: does it come back to i?
func (in *imported) leadsBack(r *domain.Resource, i, other, column int, fresh map[string]int) bool {
	for range in.records {
		value := in.records[other][column]
		if len(value) > 0 && value[0] == '#' { // resolved already: by the number of its row
			for k, n := range in.numbers {
				if "#"+digits(int64(n)) == value {
					other = k
				}
			}
		} else {
			next, inFile := fresh[key(value)]
			if !inFile {
				return false
			}
			other = next
		}
		if other == i {
			return true
		}
	}
	return true
}

// drop leaves the good rows.
func (in *imported) drop(good []bool) {
	var kept imported
	for i := range in.records {
		if good[i] {
			kept.records, kept.written = append(kept.records, in.records[i]), append(kept.written, in.written[i])
			kept.numbers = append(kept.numbers, in.numbers[i])
		}
	}
	in.records, in.written, in.numbers = kept.records, kept.written, kept.numbers
}

// json is the result as callers see it.
func (in *imported) json(r *domain.Resource, file string) string {
	o := domain.Object{}
	o.Int("rows", in.rows).Int("valid", int64(len(in.records))).Int("invalid", in.bad)
	shown := in.errors[:min(len(in.errors), shownErrors)]
	o.List("errors", len(shown), func(i int, e *domain.Object) {
		e.Int("row", int64(shown[i].row)).Text("field", shown[i].Field).Text("code", shown[i].Code).Text("message", shown[i].Message)
	})
	o.List("preview", min(len(in.records), shownPreview), func(i int, rec *domain.Object) {
		rec.Int("row", int64(in.numbers[i]))
		for k := range r.Columns {
			if c := &r.Columns[k]; c.Writers != domain.NoRole && c.Class != domain.Sealed {
				rec.TextOrNull(c.Name, in.written[i][k])
			}
		}
	})
	return o.Text("table", r.Name).Text("file", file).Bool("confirmed", false).String()
}

// parseImport reads what an import was started with, or what came out of it.
func parseImport(text string) (*domain.Resource, domain.Role, string, error) {
	var in struct{ Table, File, Role string }
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		return nil, 0, "", err
	}
	role, _ := domain.ParseRole(in.Role)
	if r := domain.ResourceNamed(in.Table); r != nil {
		return r, role, in.File, nil
	}
	return nil, 0, "", domain.ErrNotFound
}
