// Package ledger shows the tenant's ledger (LEDGER-4): as JSON, and in sentences.
package ledger

import (
	"ringfence/domain"
	"ringfence/handlers/web"
)

//go:generate go tool templ generate -path .

var admins = web.AnyOf(domain.Administrators)

// The shapes of the answers, by their names in the OpenAPI document.
var (
	entry = web.Named("LedgerEntry", web.Object(web.Has("seq", web.Integer), web.Has("at", web.Time), web.Has("actor", web.Text),
		web.Has("role", web.Text), web.Has("action", web.Text), web.Has("entity", web.Text), web.Has("entity_id", web.Text),
		web.Has("before", web.OrNull(web.AnyObject)), web.Has("after", web.OrNull(web.AnyObject)),
		web.Has("request_id", web.Text), web.Has("hash", web.Text), web.Has("prev_hash", web.Text)))

	verification = web.Named("LedgerVerification", web.Object(web.Has("valid", web.Boolean), web.Has("entries", web.Integer),
		web.Has("head", web.OrNull(web.Text)), web.Has("first_bad", web.OrNull(web.Integer))))
)

// Routes are the wing's routes.
func Routes() []web.Route {
	return []web.Route{
		web.Get("/api/audit", "The ledger, newest first", audit).For(admins).Query(auditParams...).
			Returns(web.PageOf(entry)).Named("listLedger"),
		web.Get("/api/audit/verify", "Check the whole hash chain", verifyAudit).For(admins).Returns(verification).
			Named("verifyLedger"),
		web.Post("/api/audit/verify", "Check the whole hash chain as long work", startVerify).For(admins).Returns(web.JobSchema).
			Accepted().Problems("job-limit").Named("startVerification"),
		web.Page("/ledger", "What happened, as people read it", activityPage).For(admins).On(web.SignedInHosts).
			Query(activityParams...).Menu(domain.AreaAdministration, "Activity"),
		web.Page("/ledger/{seq}", "One entry, and what proves it", entryPage).For(admins).On(web.SignedInHosts),
		web.Form("/ledger/verify", "Check the whole hash chain from the page", submitVerify).For(admins).
			On(web.SignedInHosts).Problems("job-limit"),

		web.Get("/api/ledger", "The operator's own ledger, newest first", audit).For(web.AnyRole).On(web.ConsoleHost).
			Query(auditParams...).Returns(web.PageOf(entry)).Named("listOperatorLedger"),
		web.Get("/api/ledger/verify", "Check the operator's own chain", verifyAudit).For(web.AnyRole).
			On(web.ConsoleHost).Returns(verification).Named("verifyOperatorLedger"),
		web.Post("/api/ledger/verify", "Check the operator's own chain as long work", startVerify).For(web.AnyRole).
			On(web.ConsoleHost).Returns(web.JobSchema).Accepted().Problems("job-limit").Named("startOperatorVerification"),
	}
}
