package registry

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
	Get(key string) []byte // nil if nothing is kept
	Set(key string, value []byte)
	Clear(key string) // nothing is kept from now on
}

// share tells others what the registry says of a hostname, unless the tenant's
// schema was behind: whoever is told of that brings it forward. The value is a
// JSON array of texts: until when it is believed, then the row.
func (r *Registry) share(hostname string, row []db.Value, until int64) {
	if r.cfg.Shared == nil || row[schemaColumn].I < latest(migrations.Tenant()) {
		return
	}
	value := domain.AppendJSON([]byte{'['}, strconv.FormatInt(until, 10))
	for _, v := range row {
		value = domain.AppendJSON(append(value, ','), v.S)
	}
	r.cfg.Shared.Set(hostname, append(value, ']'))
}

// shared is what others were told of a hostname; until is 0 if nothing.
func (r *Registry) shared(hostname string) (row []db.Value, until int64) {
	if r.cfg.Shared == nil {
		return nil, 0
	}
	var kept []string
	if json.Unmarshal(r.cfg.Shared.Get(hostname), &kept) != nil || len(kept) != 1+tenantColumns {
		return nil, 0
	}
	until, _ = strconv.ParseInt(kept[0], 10, 64)
	for _, text := range kept[1:] {
		row = append(row, db.Text(text))
	}
	row[schemaColumn] = db.Int(latest(migrations.Tenant()))
	return row, until
}
