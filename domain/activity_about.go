package domain

import (
	"cmp"
	"strings"
)

// actors are the names of who is no account.
var actors = map[string]string{"anonymous": "Someone", "system": "Ringfence", "operator": "Ringfence support"}

// ActorName is who did something that is no account's; "" for an account.
func ActorName(actor string) string { return actors[actor] }

// ActorNamed is ActorName backwards: who is called so, or "".
func ActorNamed(name string) string {
	for actor, called := range actors {
		if Fold(called) == Fold(name) {
			return actor
		}
	}
	return ""
}

// jobWords are the kinds of job in a sentence.
var jobWords = map[string]string{"ledger.verify": "a check of the activity log"}

// Unnamed says whom or what an entry is about where that has no name.
func (d Deed) Unnamed() string {
	r := ResourceOf(d.Entity)
	switch {
	case d.Entity == "job" && jobWords[d.After["kind"]] != "":
		return jobWords[d.After["kind"]]
	case d.Entity == "job":
		return "work in the background"
	case d.Entity == PayRun:
		return Month.Display(cmp.Or(d.After["period"], d.Before["period"]))
	case d.Entity == Accounts.Entity:
		return "an unknown email address"
	case d.Entity == "address":
		return "one network address"
	case r == nil:
		return "something"
	case r.About() || r.Subject == "id":
		return "a member of staff"
	}
	return Article(r.One)
}

// NamedBy is the table whose record gives the records of an entity their name,
// and the column in which they refer to it: "" if it is their own. Nil if they
// have none.
func NamedBy(entity string) (t *Table, by string) {
	r := ResourceOf(entity)
	switch {
	case entity == Accounts.Entity:
		return Accounts, ""
	case r == nil:
		return nil, ""
	case r.About():
		return employeeTable, r.Subject
	}
	return r.Table, ""
}

// ActivityKind is a part of what happens, to narrow the ledger by.
type ActivityKind struct{ Name, Label string }

// ActivityKinds are those that are offered. An action is of the kind with which
// its name begins, up to the dot.
func ActivityKinds() []ActivityKind {
	list := []ActivityKind{{"auth", "Signing in"}, {"account", "Users"}, {"identity", "Single sign-on"},
		{"settings", "Settings"}}
	for _, r := range Resources {
		list = append(list, ActivityKind{r.Entity, r.Many})
	}
	return append(list, ActivityKind{PayRun, "Pay runs"}, ActivityKind{"job", "Background work"}, ActivityKind{"message", "Email"})
}

// FieldChange is one field before and after, for a reader. What is personal
// is Hidden: the ledger has its fingerprint alone.
type FieldChange struct {
	Label, Before, After string
	Hidden               bool
}

// Changes are what an entry of a declared table says of its columns, in their
// order. What a column cannot show to a reader, such as an id, is hidden too.
func (d Deed) Changes() (list []FieldChange) {
	t := tableOf(d.Entity)
	if t == nil {
		return nil
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		before, after := d.Before[c.Name], d.After[c.Name]
		if before == after {
			continue
		}
		change := FieldChange{Label: c.Label, Hidden: c.Class != Fact || c.Of != ""}
		if !change.Hidden {
			change.Before, change.After = shown(d.Entity, c, before), shown(d.Entity, c, after)
		}
		list = append(list, change)
	}
	return list
}

// shown is a column's value as a reader knows it.
func shown(entity string, c *Column, value string) string {
	r := ResourceOf(entity)
	switch {
	case r != nil && r.States != nil && c.Name == r.States.Column:
		return r.States.Named(value).Label
	case entity == Accounts.Entity && c.Name == "role":
		return roleLabel(value)
	}
	return strings.ReplaceAll(c.Kind.Display(value), "\n", ", ")
}

func tableOf(entity string) *Table {
	for _, t := range Tables {
		if t.Entity == entity {
			return t
		}
	}
	return nil
}
