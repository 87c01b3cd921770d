package store

import (
	"context"
	"slices"

	"ringfence/domain"
)

// recognise finds whom each row is about and how their record is to stand, and
// refuses what cannot be told: two rows about one person, and references to
// nobody or in a ring.
func (t *Tenant) recognise(ctx context.Context, in *imported, sheet *domain.Sheet, role domain.Role, s *staff) (err error) {
	number := slices.IndexFunc(in.of.Columns, func(c domain.Column) bool { return c.Indexed })
	if s.byNumber, err = t.gate.HavingValue(ctx, in.of, number, in.values(number)); err != nil {
		return err
	}
	in.identify(s, number)
	olds, err := t.gate.Records(ctx, in.of, role, in.known())
	if err != nil {
		return err
	}
	now := t.gate.Now()
	in.keep(func(row *importRow) *domain.FieldError { return row.merge(sheet, olds, now) })
	in.refer(s)
	return nil
}

// values are those of a column in the file.
func (in *imported) values(column int) (list []string) {
	for _, row := range in.good {
		if value := row.written[column]; value != "" {
			list = append(list, value)
		}
	}
	return list
}

// known are the ids of those who are there already.
func (in *imported) known() (list []string) {
	for _, row := range in.good {
		if row.old.ID != "" {
			list = append(list, row.old.ID)
		}
	}
	return list
}

// identify gives each row the id of whom it is about. Rows about new people are
// told apart by address and number, as they will be afterwards.
func (in *imported) identify(s *staff, number int) {
	email, first := in.of.Index("email"), map[string]*importRow{}
	in.keep(func(row *importRow) *domain.FieldError {
		id, bad := s.who(row.written[email], row.written[number], in.of.Title(domain.Record{Values: row.written}))
		if bad != nil {
			return bad
		}
		row.old.ID = id
		for _, mark := range []string{"id " + id, "email " + key(row.written[email]), "number " + row.written[number]} {
			if mark == "id " || mark == "number " {
				continue
			}
			other := first[mark]
			if other != nil && (other.old.ID == "" || id == "" || other.old.ID == id) {
				return &domain.FieldError{Field: "email", Code: "duplicate", Message: "Row " + digits(int64(other.number)) + " is about the same person"}
			}
			first[mark] = row
		}
		return nil
	})
}

// merge makes the record as it is to stand.
func (row *importRow) merge(sheet *domain.Sheet, olds map[string]domain.Record, now int64) *domain.FieldError {
	if row.old.ID == "" {
		row.rec = domain.Record{ID: NewID(), Version: 1, CreatedAt: now, UpdatedAt: now, Values: slices.Clone(row.written)}
		return nil
	}
	row.old = olds[row.old.ID]
	rec, bad := sheet.Onto(row.old, row.written)
	rec.Version, rec.UpdatedAt = row.old.Version+1, now
	row.rec = rec
	if bad != nil {
		return &bad[0]
	}
	return nil
}

// refer puts ids in place of the email addresses by which rows name members of
// staff, of those who are there and of those in the file.
func (in *imported) refer(s *staff) {
	email, fresh := in.of.Index("email"), map[string]string{}
	for _, row := range in.good {
		fresh[key(row.rec.Values[email])] = row.rec.ID
	}
	for i := range in.of.Columns {
		if in.of.Columns[i].Of == "" {
			continue
		}
		in.keep(func(row *importRow) *domain.FieldError { return row.refer(&in.of.Columns[i], i, s, fresh) })
		sure := map[string]bool{}
		in.keep(func(row *importRow) *domain.FieldError {
			if s.ring(row.rec.ID, sure) {
				return unnamed(&in.of.Columns[i])
			}
			return nil
		})
	}
}

func (row *importRow) refer(c *domain.Column, column int, s *staff, fresh map[string]string) *domain.FieldError {
	value, before := row.rec.Values[column], ""
	if !row.adds() {
		before = row.old.Values[column]
	}
	if value != "" && value != before { // as before: the sheet has no such column
		row.rec.Values[column] = s.named(value, before, fresh)
		if id := row.rec.Values[column]; id == "" || id == row.rec.ID {
			return unnamed(c)
		}
	}
	s.manager[row.rec.ID] = row.rec.Values[column]
	return nil
}

func unnamed(c *domain.Column) *domain.FieldError {
	return &domain.FieldError{Field: c.Name, Code: "not-found",
		Message: c.Label + " must be the email address of one person who is there or in the file, who does not report to this one"}
}
