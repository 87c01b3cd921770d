package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"ringfence/domain"
)

// action is what becomes of a row.
func (row *importRow) action() string {
	switch {
	case row.adds():
		return "add"
	case row.writes():
		return "change"
	}
	return "same"
}

// json is the result as callers see it: first what would be written. A sealed
// value does not stand in it, only that it changes.
func (in *imported) json(role domain.Role, file string) string {
	count := map[string]int64{}
	for _, row := range in.good {
		count[row.action()]++
	}
	o := domain.Object{}
	o.Int("rows", in.rows).Int("valid", int64(len(in.good))).Int("invalid", in.bad).
		Int("add", count["add"]).Int("change", count["change"]).Int("same", count["same"])
	shown := in.errors[:min(len(in.errors), shownErrors)]
	o.List("errors", len(shown), func(i int, e *domain.Object) {
		e.Int("row", int64(shown[i].row)).Text("field", shown[i].Field).Text("code", shown[i].Code).Text("message", shown[i].Message)
	})
	rows := in.shown()
	o.List("preview", len(rows), func(i int, row *domain.Object) { in.preview(role, rows[i], row) })
	return o.Text("table", in.of.Name).Text("file", file).Text("plan", in.plan()).Bool("confirmed", false).String()
}

// shown are the rows of the preview: those that would be written come first.
func (in *imported) shown() []*importRow {
	rows := slices.Clone(in.good)
	slices.SortStableFunc(rows, func(a, b *importRow) int {
		switch {
		case a.writes() == b.writes():
			return 0
		case a.writes():
			return -1
		}
		return 1
	})
	return rows[:min(len(rows), shownPreview)]
}

func (in *imported) preview(role domain.Role, row *importRow, o *domain.Object) {
	o.Int("row", int64(row.number)).Text("action", row.action())
	var changed []int
	for i := range row.old.Values {
		if row.old.Values[i] != row.rec.Values[i] {
			changed = append(changed, i)
		}
	}
	o.List("changes", len(changed), func(k int, each *domain.Object) {
		i := changed[k]
		c := &in.of.Columns[i]
		each.Text("field", c.Name).Bool("cleared", row.rec.Values[i] == "")
		if plain(c, role) && c.Of == "" {
			each.TextOrNull("from", row.old.Values[i]).TextOrNull("to", row.rec.Values[i])
		}
	})
	for i := range in.of.Columns {
		if c := &in.of.Columns[i]; c.Writers != domain.NoRole && plain(c, role) {
			o.TextOrNull(c.Name, row.written[i])
		}
	}
}

// plain reports a column whose values may stand in a preview for a role.
func plain(c *domain.Column, role domain.Role) bool {
	return c.Class != domain.Sealed && c.ReadableBy(role, false)
}

// plan stands for what would be written: which rows add, and of which records, as
// they stand, the others are. What is confirmed is what was shown, or nothing.
func (in *imported) plan() string {
	sum := sha256.New()
	for _, row := range in.good {
		sum.Write([]byte(digits(int64(row.number)) + " " + row.action() + " " + row.old.ID + " " + digits(row.old.Version) + "\n"))
	}
	return hex.EncodeToString(sum.Sum(nil))
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
