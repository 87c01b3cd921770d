package store

import (
	"context"
	"encoding/json"
	"strconv"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/ledger"
	"ringfence/store/tenantdb"
)

// verification is how far the checking of a chain has come.
type verification struct {
	head  ledger.Head // as it stood when it began
	last  int64       // entry, as it stood then
	after int64       // the entry that was read last
	ledger.Progress
}

// verifySlice checks one page of the ledger's chain, as it stood at the first
// slice. The result is ledger.Report as JSON.
func verifySlice(ctx context.Context, t *Tenant, s *Slice) error {
	key, err := t.gate.LedgerKey()
	if err != nil {
		return err
	}
	p, page, err := t.nextLinks(ctx, s.Cursor)
	if err != nil {
		return err
	}
	v := ledger.ResumeVerifier(key, p.Progress)
	for _, row := range page {
		if row[0].I <= p.last {
			v.Next(linkOf(row))
		}
		p.after = row[0].I
	}
	p.Progress = v.Progress()
	s.Cursor, s.Done, s.Total = p.text(), p.Count, max(p.last, p.Count)
	if len(page) < verifyPage {
		s.Finished, s.Total, s.Result = true, p.Count, reportJSON(v.End(p.head))
	}
	return nil
}

// nextLinks reads the next entries, and at the beginning how the chain ends,
// in the same snapshot.
func (t *Tenant) nextLinks(ctx context.Context, cursor string) (p verification, page db.Rows, err error) {
	p, err = parseVerification(cursor)
	if err != nil {
		return p, nil, err
	}
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(headSQL), tenantdb.Select(linksSQL, db.Int(p.after), db.Int(p.last), db.Int(verifyPage))}
	})
	if err != nil {
		return p, nil, err
	}
	if cursor == "" {
		p.last = 0
		for _, row := range rows[0] { // there is none where somebody has removed it
			p.head, p.last = ledger.Head{Seq: row[0].I, Hash: row[1].S, MAC: row[2].S}, max(row[0].I, row[3].I)
		}
	}
	return p, rows[1], nil
}

// text is the verification as a cursor: a JSON array of texts.
func (p *verification) text() string {
	b := domain.AppendJSON([]byte{'['}, p.head.Hash)
	for _, s := range []string{p.head.MAC, p.Hash} {
		b = domain.AppendJSON(append(b, ','), s)
	}
	for _, n := range []int64{p.head.Seq, p.last, p.after, p.Seq, p.Count, p.Bad} {
		b = domain.AppendJSON(append(b, ','), strconv.FormatInt(n, 10))
	}
	return string(append(b, ']'))
}

// parseVerification reads a cursor; "" is the beginning.
func parseVerification(cursor string) (verification, error) {
	p := verification{last: db.MaxInt, after: beforeAll}
	if cursor == "" {
		return p, nil
	}
	parts := make([]string, 9)
	if err := json.Unmarshal([]byte(cursor), &parts); err != nil {
		return p, err
	}
	p.head.Hash, p.head.MAC, p.Hash = parts[0], parts[1], parts[2]
	for i, n := range []*int64{&p.head.Seq, &p.last, &p.after, &p.Seq, &p.Count, &p.Bad} {
		number, err := strconv.ParseInt(parts[3+i], 10, 64)
		if err != nil {
			return p, err
		}
		*n = number
	}
	return p, nil
}

// reportJSON is the report of a verification as callers see it.
func reportJSON(r ledger.Report) string {
	o := domain.Object{}
	o.Bool("valid", r.Valid).Int("entries", r.Entries).TextOrNull("head", r.Head)
	if r.FirstBad == 0 {
		return o.Raw("first_bad", "null").String()
	}
	return o.Int("first_bad", r.FirstBad).String()
}
