package tenantdb

import (
	"strings"

	"ringfence/domain"
)

// AboutSQL is whom or what an entry of the ledger is about: the id and the
// columns of the record that gives it its name, as one text; NULL if there is
// none. NameOf opens it.
func (h *Handle) AboutSQL() string {
	if h.site.tenant.Slug == domain.ConsoleSlug {
		return consoleAboutSQL
	}
	return tenantAboutSQL
}

var tenantAboutSQL = aboutSQL()

// consoleAboutSQL: what was sold is called by whom it was sold to.
const consoleAboutSQL = `CASE ledger.entity
  WHEN 'account' THEN (SELECT c.id || '` + separator + `' || c.name FROM accounts c WHERE c.id = ledger.entity_id)
  WHEN 'plan' THEN (SELECT c.id || '` + separator + `' || c.name FROM plans c WHERE c.id = ledger.entity_id)
  WHEN 'tenant' THEN (SELECT c.id || '` + separator + `' || c.name FROM tenants c WHERE c.id = ledger.entity_id)
  WHEN 'window' THEN (SELECT c.id || '` + separator + `' || c.name FROM tenants c JOIN subscriptions s ON s.tenant_id = c.id
    WHERE s.id = ledger.entity_id) END`

func aboutSQL() string {
	sql := "CASE ledger.entity"
	entities := []string{domain.Accounts.Entity}
	for _, r := range domain.Resources {
		entities = append(entities, r.Entity)
	}
	for _, entity := range entities {
		t, by := domain.NamedBy(entity)
		id := "ledger.entity_id"
		if by != "" {
			id = "(SELECT r." + by + " FROM " + domain.ResourceOf(entity).Name + " r WHERE r.id = ledger.entity_id)"
		}
		sql += "\n  WHEN '" + entity + "' THEN (SELECT c.id"
		for _, column := range t.Called {
			sql += " || '" + separator + "' || coalesce(c." + column + ", '')"
		}
		sql += " FROM " + t.Name + " c WHERE c.id = " + id + ")"
	}
	return sql + " END"
}

// NameOf is what people call whom an entry of an entity is about, of a text of
// AboutSQL. What is sealed is opened; a name that does not open is none.
func (h *Handle) NameOf(entity, about string) string {
	t, _ := domain.NamedBy(entity)
	parts := strings.Split(about, separator)
	switch {
	case t == nil && len(parts) == 2:
		return parts[1]
	case t == nil || len(parts) != 1+len(t.Called):
		return ""
	}
	for i, name := range t.Called {
		if column := t.Index(name); t.Columns[column].Class == domain.Sealed {
			plain, err := h.Unseal(place(t, column, parts[0]), parts[1+i])
			if err != nil {
				return ""
			}
			parts[1+i] = plain
		}
	}
	return strings.TrimSpace(strings.Join(parts[1:], " "))
}
