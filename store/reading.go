package store

import (
	"context"

	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Reading is one part of what a page shows: what it asks, for whoever asks, and
// what takes the rows. Several are asked in one round trip.
type Reading struct {
	ask  func(*Access) []tenantdb.Query
	take func([]db.Rows) error
}

// ReadAll does the readings that choose returns for the caller, in one round
// trip. Errors: those of Check.
func (t *Tenant) ReadAll(ctx context.Context, choose func(*Access) []Reading) error {
	var all Reading
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		all = Together(choose(a)...)
		return all.ask(a)
	})
	if err != nil {
		return err
	}
	return all.take(rows)
}

// Together is several readings as one.
func Together(list ...Reading) Reading {
	var widths []int
	return Reading{func(a *Access) (queries []tenantdb.Query) {
		widths = nil
		for _, r := range list {
			asked := r.ask(a)
			queries, widths = append(queries, asked...), append(widths, len(asked))
		}
		return queries
	}, func(rows []db.Rows) error {
		for i, r := range list {
			if err := r.take(rows[:widths[i]]); err != nil {
				return err
			}
			rows = rows[widths[i]:]
		}
		return nil
	}}
}

// number is the Reading of one whole number.
func number(n *int64, ask func(*Access) tenantdb.Query) Reading {
	return Reading{func(a *Access) []tenantdb.Query { return []tenantdb.Query{ask(a)} }, func(rows []db.Rows) error {
		*n = rows[0][0][0].I
		return nil
	}}
}
