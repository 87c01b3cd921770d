package ledger

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"ringfence/handlers/pages"
	"ringfence/handlers/web"
	"ringfence/store"
)

var ledgerPageParams = append([]web.Param{web.TextParam("verify", "yes: check the whole chain")}, auditParams...)

// ledgerPage answers GET /ledger, with verify=yes after checking the chain.
func ledgerPage(c *web.Call) error {
	f, err := auditFilter(c)
	if err != nil {
		return c.AfterCheck(err)
	}
	list, err := c.Tenant().Audit(c.Context(), f)
	if err != nil {
		return err
	}
	access := c.Tenant().Access()
	q := c.Request().URL.Query()
	page := LedgerPage{Shell: c.Shell("Ledger", access),
		Filter: LedgerFilter{Actor: f.Actor, Action: f.Action, Entity: f.Entity, EntityID: f.EntityID,
			From: q.Get("from"), To: q.Get("to")}}
	verify := q.Get("verify") == "yes"
	page.Entries, page.Pages = entryRows(list, f.Limit, q) // takes verify out of q
	if verify {
		report, err := c.Tenant().VerifyLedger(c.Context())
		if err != nil {
			return err
		}
		page.Verify = &VerifyResult{Valid: report.Valid, Entries: strconv.FormatInt(report.Entries, 10),
			Head:     report.Head,
			FirstBad: strconv.FormatInt(report.FirstBad, 10)}
	}
	return c.Render(http.StatusOK, Ledger(page))
}

func entryRows(list []store.AuditLine, limit int, q url.Values) (rows []LedgerRow, p pages.Pagination) {
	q.Del("verify")
	if q.Has("cursor") {
		q.Del("cursor")
		p.FirstHref = "/ledger?" + q.Encode()
	}
	if len(list) > limit {
		list = list[:limit]
		q.Set("cursor", linkCursor(list[limit-1]))
		p.NextHref = "/ledger?" + q.Encode()
	}
	for _, l := range list {
		rows = append(rows, LedgerRow{Seq: linkCursor(l), At: web.FormatTime(l.At), Actor: cmp.Or(l.Name, l.Actor),
			Role: l.Role, Action: l.Action,
			Entity: l.Entity, EntityID: l.EntityID, Changes: changes(l), Hash: l.Hash})
	}
	return rows, p
}

// changes lays an entry's before and after side by side, by field.
func changes(l store.AuditLine) []Change {
	before, after := members(l.Before), members(l.After)
	var names []string
	for name := range before {
		names = append(names, name)
	}
	for name := range after {
		if _, both := before[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	list := make([]Change, len(names))
	for i, name := range names {
		list[i] = Change{Field: name, Before: before[name], After: after[name]}
	}
	return list
}

func members(object string) map[string]string {
	m := map[string]string{}
	if object != "" {
		_ = json.Unmarshal([]byte(object), &m) // a tampered entry shows as empty; verify finds it
	}
	return m
}
