// Package privacy is what people may ask about data that is held on them, and
// how long it is held (GDPR-1, GDPR-2, GDPR-3).
package privacy

import (
	"ringfence/domain"
	"ringfence/handlers/record"
	"ringfence/handlers/web"
)

//go:generate go tool templ generate -path .

var keepers = web.AnyOf(domain.Only(domain.Admin, domain.HR))

var particularsSchema = web.Object(web.Has("purposes", web.ListOf(web.Text)), web.Has("categories", web.ListOf(web.Text)),
	web.Has("recipients", web.ListOf(web.Text)), web.Has("retention", web.ListOf(web.Text)), web.Has("rights", web.ListOf(web.Text)),
	web.Has("source", web.Text), web.Has("automated_decisions", web.Text))

var dossierSchema = web.Named("SubjectAccess", web.Object(
	web.Has("subject", web.Object(web.Has("id", web.Text), web.Has("name", web.Text))),
	web.Has("generated_at", web.Time), web.Has("controller", web.Text), web.Has("particulars", particularsSchema),
	web.Has("records", web.AnyObject),
	web.Has("access_log", web.ListOf(web.Object(web.Has("at", web.Time), web.Has("who", web.Text), web.Has("role", web.Text), web.Has("what", web.Text)))),
	web.Has("third_parties", web.ListOf(web.Object(web.Has("path", web.Text), web.Has("reason", web.Text))))))

// removeFields are what is left out of what is handed over.
var removeFields = domain.Fields{{Name: "remove", Label: "Leave out", Kind: domain.List}}

// Routes are the wing's routes.
func Routes() []web.Route {
	return append(record.Routes(domain.Cases), []web.Route{
		web.Get("/api/hr/gdpr/sar", "Everything that is held on a member of staff", disclose).For(keepers).AllowLapsed().
			Query(web.TextParam("empId", "Id of the member of staff"), web.TextParam("redact", "others: leave out what is about other people")).
			Returns(dossierSchema).Large().Named("discloseSubject"),
		web.Page("/employees/{id}/data", "Everything that is held on a member of staff", dataPage).For(keepers).AllowLapsed(),
		web.Form("/employees/{id}/data", "The same without what is about others", submitData).For(keepers).AllowLapsed().Takes(removeFields),
		web.Page("/your-data", "What is held on oneself, and who did what with it", myselfPage).For(web.AnyRole).Menu(domain.AreaPeople, "Your data").AtEnd(),
		web.Form("/your-data", "Ask for a correction", submitCorrection).For(web.AnyRole).Takes(correctionFields).KeepsTyped(),
	}...)
}
