package ledger

import (
	"cmp"
	"net/http"
	"strconv"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

var auditParams = append([]web.Param{
	web.TextParam("actor", "Account id of who did it"),
	web.TextParam("action", "What was done, such as employee.update"),
	web.TextParam("entity", "Kind of record"),
	web.TextParam("entity_id", "Id of the record"),
	web.TimeParam("from", "Not before this time or date"),
	web.TimeParam("to", "Before this time, or on or before this date"),
}, web.PageParams...)

func auditFilter(c *web.Call) (store.AuditFilter, error) {
	q := c.Query()
	f := store.AuditFilter{
		Actor: q.Text("actor"), Action: q.Text("action"), Entity: q.Text("entity"), EntityID: q.Text("entity_id"),
		From: q.Time("from", false), Until: q.Time("to", true), Before: q.Number("cursor"), Limit: q.Limit(),
	}
	return f, q.Err()
}

// audit answers GET /api/audit (LEDGER-4).
func audit(c *web.Call) error {
	f, err := auditFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Tenant().Audit(c.Context(), f)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, web.List(list, f.Limit, linkCursor, linkJSON))
}

func linkCursor(l store.AuditLine) string { return strconv.FormatInt(l.Seq, 10) }

func linkJSON(o *domain.Object, l store.AuditLine) {
	o.Int("seq", l.Seq).Text("at", web.Timestamp(l.At)).Text("actor", l.Actor).Text("role", l.Role).
		Text("action", l.Action).
		Text("entity", l.Entity).Text("entity_id", l.EntityID).
		Raw("before", cmp.Or(l.Before, "null")).Raw("after", cmp.Or(l.After, "null")).
		Text("request_id", l.RequestID).Text("hash", l.Hash).Text("prev_hash", l.PrevHash)
}

// verifyAudit answers GET /api/audit/verify (LEDGER-4).
func verifyAudit(c *web.Call) error {
	report, err := c.Tenant().VerifyLedger(c.Context())
	if err != nil {
		return err
	}
	o := domain.Object{}
	o.Bool("valid", report.Valid).Int("entries", report.Entries).TextOrNull("head", report.Head)
	if report.FirstBad == 0 {
		return c.JSON(http.StatusOK, o.Raw("first_bad", "null").Bytes())
	}
	return c.JSON(http.StatusOK, o.Int("first_bad", report.FirstBad).Bytes())
}

// startVerify answers POST /api/audit/verify: for a ledger that is too long to
// be checked while somebody waits.
func startVerify(c *web.Call) error {
	j, change, err := c.Tenant().StartJob(c.Context(), store.LedgerVerify, "")
	if err != nil {
		return err
	}
	return c.CommitJob(j, change)
}
