package privacy

import (
	"cmp"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// dossier is everything on a person, ready to be written as JSON or as a page.
type dossier struct {
	*store.Subject
	tables []held
	log    []logLine
	others []other
}

// held are the rows of a table, each a list of facts.
type held struct {
	*domain.Table
	label string
	rows  [][]fact
}

// fact is one value. Of what may be about somebody else the key is what a
// removal names it by.
type fact struct {
	name, label, path string
	json, text, key   string
	removed           bool
}

// removal reports what is left out, by its key.
type removal func(key string) bool

func nothing(string) bool    { return false }
func everything(string) bool { return true }

// logLine is an entry of the ledger about them.
type logLine struct {
	at        int64
	who, what string
	role      string
	removed   bool
}

// other is somebody else who is in it, or a text that may name somebody.
type other struct {
	key, label string
	places     []string // paths
	reason     string
}

const (
	namesAnother = "It names another person."
	freeText     = "This text may be about other people. Read it before you hand it over."
	removedText  = "[removed: about another person]"
)

// dossierOf lays out what is held, without what is removed.
func dossierOf(s *store.Subject, removed removal) *dossier {
	d := &dossier{Subject: s}
	for i := range s.Tables {
		t := &s.Tables[i]
		h := held{Table: t.Table, label: labelOf(t.Table)}
		for n := range t.Rows {
			h.rows = append(h.rows, d.facts(t, n, removed))
		}
		d.tables = append(d.tables, h)
	}
	for i, l := range s.Log {
		line := lineOf(l)
		if l.Actor != s.Account && l.Name != "" {
			line.removed = removed(l.Name)
			d.note(l.Name, l.Name, "access_log["+strconv.Itoa(i)+"].who", namesAnother)
		}
		d.log = append(d.log, line)
	}
	return d
}

// lineOf is an entry as its subject reads it.
func lineOf(l store.AuditLine) logLine {
	return logLine{at: l.At, who: cmp.Or(l.Name, domain.ActorName(l.Actor), "Someone"), what: web.Sentence(l), role: l.Role}
}

// facts are a row's.
func (d *dossier) facts(t *store.SubjectTable, n int, removed removal) (list []fact) {
	row, r := &t.Rows[n], domain.ResourceOf(t.Entity)
	path := "records." + t.Name + "[" + strconv.Itoa(n) + "]."
	for i := range t.Columns {
		c := &t.Columns[i]
		if !c.Told() {
			continue
		}
		f := fact{name: c.Name, label: c.Label, json: c.Kind.JSON(row.Values[i]), text: c.Kind.Display(row.Values[i])}
		switch {
		case c.Of != "":
			f.name = strings.TrimSuffix(c.Name, "_id") + "_name"
			f.json, f.text = domain.Text.JSON(row.Names[i]), row.Names[i]
		case r != nil && r.States != nil && c.Name == r.States.Column:
			f.text = r.States.Named(row.Values[i]).Label
		}
		f.path = path + f.name
		d.mark(t.Table, c, row, i, &f)
		f.removed = f.key != "" && removed(f.key)
		list = append(list, f)
	}
	for i, c := range t.Held.Also {
		list = append(list, fact{name: c.Name, label: c.Label, path: path + c.Name, json: c.Kind.JSON(row.Also[i]), text: c.Kind.Display(row.Also[i])})
	}
	return list
}

// mark gives a fact its key and notes it where it is, or may be, about somebody else.
func (d *dossier) mark(t *domain.Table, c *domain.Column, row *store.HeldRow, i int, f *fact) {
	id := row.Values[i]
	switch {
	case id == "":
	case c.Of == "employees" && id != d.ID, c.Of == "accounts" && id != d.Account:
		f.key = row.Names[i] // a person has two ids: of the record and of the account
		d.note(f.key, f.key, f.path, namesAnother)
	case c.Of == "" && c.Writers == domain.NoRole && c.Class != domain.Fact && c.Kind.Is(domain.Text) && t.Held.Staff != "",
		c.Kind == domain.Lines && t != domain.Employees.Table:
		f.key = f.path
		d.note(f.path, labelOf(t)+": "+strings.ToLower(c.Label), f.path, freeText)
	}
}

// note adds a place where somebody else is.
func (d *dossier) note(key, label, path, reason string) {
	for i := range d.others {
		if d.others[i].key == key {
			d.others[i].places = append(d.others[i].places, path)
			return
		}
	}
	d.others = append(d.others, other{key, label, []string{path}, reason})
}

// labelOf is what a table is called.
func labelOf(t *domain.Table) string {
	if r := domain.ResourceOf(t.Entity); r != nil {
		return r.Many
	}
	return domain.Capital(strings.ReplaceAll(t.Name, "_", " "))
}
