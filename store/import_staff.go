package store

import (
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// staffQuery are all members of staff, for newStaff.
var staffQuery = tenantdb.Select(`SELECT id, email, given_name || ' ' || family_name, coalesce(manager_id, '') FROM employees`)

// staff is who is there, as far as a file can name them.
type staff struct {
	byMail   map[string][]string // ids, by key
	byNumber map[string][]string // ids, by what the file has in the Indexed column
	mail     map[string]string   // by id
	name     map[string]string   // by id
	manager  map[string]string   // by id; "" for nobody
}

func newStaff(rows db.Rows) *staff {
	s := &staff{map[string][]string{}, nil, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, row := range rows {
		id, mail := row[0].S, row[1].S
		s.byMail[key(mail)] = append(s.byMail[key(mail)], id)
		s.mail[id], s.name[id], s.manager[id] = mail, row[2].S, row[3].S
	}
	return s
}

// key is an email address as people are told apart by it.
func key(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// who is the member of staff whom a row is about: by email address or National
// Insurance number, and of several who share them by name; "" for nobody who is
// there. What does not point at one person is refused.
func (s *staff) who(email, number, name string) (id string, bad *domain.FieldError) {
	list, numbered := s.byMail[key(email)], s.byNumber[number]
	switch {
	case len(list) == 0:
		list = numbered
	case len(numbered) > 0:
		list = both(list, numbered)
		if len(list) == 0 {
			return "", &domain.FieldError{Field: "email", Code: "conflict",
				Message: "The email address is one person's and the National Insurance number another's"}
		}
	}
	if len(list) > 1 {
		named := slices.DeleteFunc(slices.Clone(list), func(id string) bool { return s.name[id] != name })
		if len(named) != 1 {
			return "", &domain.FieldError{Field: "email", Code: "ambiguous", Message: "More than one member of staff has this email address or number"}
		}
		list = named
	}
	if len(list) == 0 {
		return "", nil
	}
	return list[0], nil
}

func both(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(id string) bool { return !slices.Contains(b, id) })
}

// named is whom an email address in a row names: the one who stands there
// already, if it is theirs, or the only one who has it. fresh are those of the
// file, by key. "" for nobody.
func (s *staff) named(email, before string, fresh map[string]string) string {
	switch list := s.byMail[key(email)]; {
	case before != "" && key(s.mail[before]) == key(email):
		return before
	case len(list) == 1:
		return list[0]
	case len(list) > 1:
		return ""
	}
	return fresh[key(email)]
}

// ring reports whether a member of staff reports to themselves, at any distance.
// Of those in sure it is known that nobody above them does.
func (s *staff) ring(id string, sure map[string]bool) bool {
	passed := map[string]bool{}
	for at := s.manager[id]; at != "" && !sure[at] && !passed[at]; at = s.manager[at] {
		if at == id {
			return true
		}
		passed[at] = true
	}
	sure[id] = true
	return false
}
