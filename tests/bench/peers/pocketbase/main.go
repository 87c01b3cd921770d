// Command pocketbase is PocketBase as the benchmark meets it: its defaults, a
// collection of rows that only their own organisation may list, and an account
// for each organisation. Passwords cost the least that bcrypt allows, so that a
// log-in is measured without its key derivation.
package main

import (
	"log"
	"net/http"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

const password = "ringfence-demo-passphrase"

var columns = []string{"given_name", "family_name", "email", "job_title", "department", "manager_id", "start_date",
	"end_date", "ni_number", "date_of_birth", "address", "bank_account", "sort_code"}

func main() {
	app := pocketbase.New()
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil
		if err := collections(e.App); err != nil {
			return err
		}
		e.Router.POST("/seed", seed)
		return e.Next()
	})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

// collections makes the rows, and gives users an organisation.
func collections(app core.App) error {
	if _, err := app.FindCollectionByNameOrId("rows"); err == nil {
		return nil
	}
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	users.Fields.Add(&core.TextField{Name: "organisation"})
	users.Fields.GetByName("password").(*core.PasswordField).Cost = 4
	if err := app.Save(users); err != nil {
		return err
	}
	rows := core.NewBaseCollection("rows")
	rows.Fields.Add(&core.TextField{Name: "organisation", Required: true})
	for _, name := range columns {
		rows.Fields.Add(&core.TextField{Name: name})
	}
	rows.AddIndex("rows_by_name", false, "organisation, family_name, given_name, id", "")
	own := "organisation = @request.auth.organisation"
	rows.ListRule, rows.CreateRule = &own, &own
	return app.Save(rows)
}

// seed makes the account of each organisation.
func seed(e *core.RequestEvent) error {
	var body struct {
		Tenants []struct{ Slug, Email string }
	}
	if err := e.BindBody(&body); err != nil {
		return err
	}
	users, err := e.App.FindCollectionByNameOrId("users")
	if err != nil {
		return err
	}
	for _, t := range body.Tenants {
		user := core.NewRecord(users)
		user.Set("organisation", t.Slug)
		user.SetEmail(t.Email)
		user.SetPassword(password)
		if err := e.App.Save(user); err != nil {
			return err
		}
	}
	return e.NoContent(http.StatusNoContent)
}
