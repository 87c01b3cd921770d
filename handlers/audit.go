package handlers

import (
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/store"
)

var auditParams = append([]param{
	{"actor", "Account id of who did it", textParam},
	{"action", "What was done, such as employee.update", textParam},
	{"entity", "Kind of record", textParam},
	{"entity_id", "Id of the record", textParam},
	{"from", "Not before this time or date", timeParam},
	{"to", "Before this time, or on or before this date", timeParam},
}, pageParams...)

func (c *call) auditFilter() (store.AuditFilter, error) {
	q := c.query()
	f := store.AuditFilter{
		Actor: q.text("actor"), Action: q.text("action"), Entity: q.text("entity"), EntityID: q.text("entity_id"),
		From: q.time("from", false), Until: q.time("to", true), Before: q.number("cursor"), Limit: q.limit(),
	}
	return f, q.err()
}

// audit answers GET /api/audit (LEDGER-4).
func audit(c *call) error {
	f, err := c.auditFilter()
	if err != nil {
		return c.afterCheck(err)
	}
	list, err := c.tenant.Audit(c.ctx(), f)
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, page(list, f.Limit, linkCursor, linkJSON))
}

func linkCursor(l store.AuditLine) string { return strconv.FormatInt(l.Seq, 10) }

func linkJSON(o *domain.Object, l store.AuditLine) {
	o.Int("seq", l.Seq).Text("at", timestamp(l.At)).Text("actor", l.Actor).Text("role", l.Role).Text("action", l.Action).
		Text("entity", l.Entity).Text("entity_id", l.EntityID).
		Raw("before", orDefault(l.Before, "null")).Raw("after", orDefault(l.After, "null")).
		Text("request_id", l.RequestID).Text("hash", l.Hash).Text("prev_hash", l.PrevHash)
}

// verifyAudit answers GET /api/audit/verify (LEDGER-4).
func verifyAudit(c *call) error {
	report, err := c.tenant.VerifyLedger(c.ctx())
	if err != nil {
		return err
	}
	o := domain.Object{}
	o.Bool("valid", report.Valid).Int("entries", report.Entries).TextOrNull("head", report.Head)
	if report.FirstBad == 0 {
		return c.json(http.StatusOK, o.Raw("first_bad", "null").Bytes())
	}
	return c.json(http.StatusOK, o.Int("first_bad", report.FirstBad).Bytes())
}
