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

// beside are readings that are done with others, and how many queries each has.
type beside struct {
	more   []Reading
	widths []int
}

func (b *beside) ask(a *Access) (queries []tenantdb.Query) {
	b.widths = nil
	for _, r := range b.more {
		asked := r.ask(a)
		queries, b.widths = append(queries, asked...), append(b.widths, len(asked))
	}
	return queries
}

// take hands the readings their rows, and returns those behind.
func (b *beside) take(rows []db.Rows) ([]db.Rows, error) {
	for i, r := range b.more {
		if err := r.take(rows[:b.widths[i]]); err != nil {
			return nil, err
		}
		rows = rows[b.widths[i]:]
	}
	return rows, nil
}

// ReadAll does the readings that choose returns for the caller, in one round
// trip. Errors: those of Check.
func (t *Tenant) ReadAll(ctx context.Context, choose func(*Access) []Reading) error {
	var b beside
	rows, err := t.gate.Read(ctx, func(a *Access) []tenantdb.Query {
		b.more = choose(a)
		return b.ask(a)
	})
	if err == nil {
		_, err = b.take(rows)
	}
	return err
}

// Together is several readings as one.
func Together(list ...Reading) Reading {
	b := &beside{more: list}
	return Reading{b.ask, func(rows []db.Rows) error {
		_, err := b.take(rows)
		return err
	}}
}

// number is the Reading of one whole number.
func number(n *int64, ask func(*Access) tenantdb.Query) Reading {
	return Reading{func(a *Access) []tenantdb.Query { return []tenantdb.Query{ask(a)} }, func(rows []db.Rows) error {
		*n = rows[0][0][0].I
		return nil
	}}
}
