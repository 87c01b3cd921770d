package tenantdb

import (
	"ringfence/domain"
	"ringfence/store/db"
)

// Pick is what of the records that a column may name is offered to choose from.
type Pick struct {
	Words string // that their names have, in any order
	Keep  string // the id that has been chosen: offered in any case
	Of    string // the id of the record whose choice is, too
	Most  int64
}

// Within are the records that a column may name, as (id, name, whether it has been
// chosen), what has been chosen first: of the subject those within reach, else all.
// Staff who have left are not offered anew.
func Within(r *domain.Resource, c *domain.Column, a *Access, reaches domain.Reaches, p Pick) Query {
	t, offered, where := domain.TableNamed(c.Of), "1", "1"
	args := []db.Value{db.Text(a.User.ID), db.Text(p.Keep), db.Text(p.Of)}
	if t.Index("end_date") >= 0 {
		offered = "r.end_date IS NULL"
	}
	if t.Search != nil {
		for _, word := range domain.SearchWords(p.Words) {
			offered, args = offered+" AND instr(r.search, ?) > 0", append(args, db.Text(word))
		}
	}
	if c.Name == r.Subject {
		where = reachSQL("r.id", reaches[a.User.Role])
	}
	stands := "ifnull((SELECT o." + c.Name + " FROM " + r.Name + " o WHERE o.id = ?), '')"
	return Select("WITH me(id) AS (VALUES (?))\nSELECT r.id, "+joined("r.", t.Called)+" AS called, "+
		"r.id IN (?, "+stands+") AS chosen FROM "+t.Name+" r\nWHERE "+where+" AND (chosen OR "+offered+")\n"+
		"ORDER BY chosen DESC, called, r.id LIMIT ?", append(args, db.Int(p.Most))...)
}
