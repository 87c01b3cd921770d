package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// UserFilter narrows, sorts and pages the list of users.
type UserFilter struct {
	State  string // "": all
	Role   string // "": all
	Sort   string // one of domain.UserSorts, with "-" before it the other way round; "": by name
	After  string // the id that the last page ended with
	Before string // or, to go back, the id that the next page begins with
	Limit  int
}

// UserList is a page of users: at most Limit + 1, since one more says that there
// is another page. On the way back the one more comes first.
type UserList struct {
	Users []domain.UserAccount
	Total int64 // that the filter lets through
}

// Users lists accounts.
func (t *Tenant) Users(ctx context.Context, f UserFilter) (l UserList, err error) {
	from := db.Text(cmp.Or(f.After, f.Before))
	where, args := f.where()
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{f.query(where, args),
			tenantdb.Select(`SELECT ? = '' OR EXISTS (SELECT 1 FROM accounts WHERE id = ?)`, from, from),
			tenantdb.Select(`SELECT count(*) FROM accounts a`+where, args...)}
	})
	if err != nil {
		return l, err
	}
	if !rows[1][0][0].Bool() {
		return l, tenantdb.ErrCursor
	}
	l.Total = rows[2][0][0].I
	for _, row := range rows[0] {
		l.Users = append(l.Users, userOf(row))
	}
	if f.Before != "" {
		slices.Reverse(l.Users)
	}
	return l, nil
}

func (f UserFilter) where() (sql string, args []db.Value) {
	sql = "\nWHERE " + cmp.Or(stateSQL[f.State], "1")
	if f.Role != "" {
		return sql + " AND a.role = ?", []db.Value{db.Text(f.Role)}
	}
	return sql, nil
}

// userOrders are what comes before the name in the orders of domain.UserSorts.
var userOrders = map[string]string{"role": "a.role", "created_at": "a.created_at", "last_sign_in_at": lastSignInSQL}

func (f UserFilter) query(where string, args []db.Value) tenantdb.Query {
	name, down := strings.CutPrefix(f.Sort, "-")
	columns := []string{"a.name COLLATE NOCASE", "a.id"}
	if first := userOrders[name]; first != "" {
		columns = slices.Insert(columns, 0, first)
	}
	than, turn := ">", ""
	if down != (f.Before != "") {
		than, turn = "<", " DESC"
	}
	args = slices.Clone(args)
	if from := cmp.Or(f.After, f.Before); from != "" {
		order := strings.Join(columns, ", ")
		where += "\nAND (" + order + ") " + than + " (SELECT " + order + " FROM accounts a WHERE a.id = ?)"
		args = append(args, db.Text(from))
	}
	return tenantdb.Select(`SELECT `+userColumns+` FROM accounts a`+where+
		"\nORDER BY "+strings.Join(columns, turn+", ")+turn+"\nLIMIT ?", append(args, db.Int(int64(f.Limit)+1))...)
}
