package store

import (
	"encoding/json"
	"strconv"

	"ringfence/domain"
	"ringfence/migrations"
	"ringfence/store/db"
)

// Shared is a memory that programs on one machine have in common, as the
// instances of an edge isolate do: what one of them was told, none of the
// others has to ask. Its keys are hostnames. Nothing in it is more secret than
// in the registry: a tenant's keys are wrapped.
type Shared interface {
	Recall(key string) []byte // nil if nothing is kept
	Keep(key string, value []byte)
	Forget() // all of it
}

// keep shares what the registry says of a hostname, unless the tenant's schema
// was behind: whoever is told of that brings it forward. The value is a JSON
// array of texts: until when it is believed, then the row.
func (s *Store) keep(hostname string, row []db.Value, until int64) {
	if s.cfg.Shared == nil || row[schemaColumn].I < latest(migrations.Tenant()) {
		return
	}
	value := domain.AppendJSON([]byte{'['}, strconv.FormatInt(until, 10))
	for _, v := range row {
		value = domain.AppendJSON(append(value, ','), v.S)
	}
	s.cfg.Shared.Keep(hostname, append(value, ']'))
}

// recall is what was kept of a hostname; until is 0 if nothing was.
func (s *Store) recall(hostname string) (row []db.Value, until int64) {
	if s.cfg.Shared == nil {
		return nil, 0
	}
	var kept []string
	if json.Unmarshal(s.cfg.Shared.Recall(hostname), &kept) != nil || len(kept) != 1+tenantColumns {
		return nil, 0
	}
	until, _ = strconv.ParseInt(kept[0], 10, 64)
	for _, text := range kept[1:] {
		row = append(row, db.Text(text))
	}
	row[schemaColumn] = db.Int(latest(migrations.Tenant()))
	return row, until
}
