package handlers

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// DemoPassword opens every demo account.
const DemoPassword = "ringfence-demo-passphrase"

// DemoTOTP is the secret of every demo administrator's authenticator.
const DemoTOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

// demo describes a tenant to seed, in the local default only. Times are
// RFC 3339; an absent window is an active one.
type demo struct {
	Slug      string `json:"slug"`
	Name      string `json:"name"`
	Region    string `json:"region"`
	Plan      string `json:"plan"`
	Modules   string `json:"modules"`
	From      string `json:"valid_from"`
	Until     string `json:"valid_until"`
	Suspended bool   `json:"suspended"`
	Staff     int64  `json:"staff"`    // how many employees; 0: twelve
	Seats     int64  `json:"seats"`    // of the plan; 0: 250
	Database  string `json:"database"` // reference; "": where the host places tenants
}

// demoTenants are what ./build.sh run loads.
func demoTenants(now time.Time) []demo {
	day := 24 * time.Hour
	at := func(d time.Duration) string { return now.Add(d).UTC().Format(time.RFC3339) }
	return []demo{
		{Slug: "northgate", Name: "Northgate Clinic", Region: "uk", Plan: "complete", Modules: everything, From: at(-30 * day), Until: at(335 * day)},
		{Slug: "southbank", Name: "Southbank Surgery", Region: "uk", Plan: "complete", Modules: everything, From: at(-200 * day), Until: at(165 * day)},
		{Slug: "eastfield", Name: "Eastfield Care Home", Region: "eu", From: at(-366 * day), Until: at(-day)},
		{Slug: "westbrook", Name: "Westbrook Hospital Trust", Region: "uk", From: at(365 * day), Until: at(730 * day)},
	}
}

// everything is what the plan "complete" licenses.
const everything = "hr,governance,consent,insight,peer"

// DemoTenant is a tenant with demo data.
type DemoTenant struct {
	Slug, Name string
	Status     domain.Status
	Accounts   []string // email addresses, by role
}

// SeedDemo loads the demo data, in the local default only.
func (a *App) SeedDemo(ctx context.Context) ([]DemoTenant, error) {
	if !a.dev {
		return nil, errors.New("demo data is for the local default")
	}
	return a.seed(ctx, "seed", demoTenants(a.cfg.Now()))
}

// seed provisions demo tenants; those that exist are left as they are.
func (a *App) seed(ctx context.Context, requestID string, tenants []demo) ([]DemoTenant, error) {
	hash, err := a.store.HashPassword(ctx, DemoPassword)
	if err != nil {
		return nil, err
	}
	if err := a.store.ProvisionConsole(ctx, demoOperators(hash), requestID); err != nil {
		return nil, err
	}
	var seeded []DemoTenant
	for _, d := range tenants {
		n, err := d.tenant(a.cfg.Now())
		if err != nil {
			return nil, err
		}
		n.RequestID = requestID
		t := DemoTenant{Slug: n.Slug, Name: n.Name, Status: n.Windows[0].StatusAt(a.cfg.Now().UnixMilli())}
		for i := range n.Accounts {
			n.Accounts[i].PasswordHash = hash
			if n.Accounts[i].Role == domain.Admin {
				n.Accounts[i].TOTP = DemoTOTP
			}
			t.Accounts = append(t.Accounts, n.Accounts[i].Email)
		}
		if err := a.store.Provision(ctx, n); err != nil {
			return nil, err
		}
		seeded = append(seeded, t)
	}
	return seeded, nil
}

// demoOperators are the accounts of the console, one of each role.
func demoOperators(hash string) (list []store.NewAccount) {
	names := []string{"Olivia Hart", "Bilal Anwar", "Sian Pritchard"}
	for i, role := range domain.ConsoleRoles.Names() {
		r, _ := domain.ParseRole(role)
		list = append(list, store.NewAccount{Email: role + "@console.example", Name: names[i], Role: r,
			PasswordHash: hash, TOTP: DemoTOTP})
	}
	return list
}

func (d demo) tenant(now time.Time) (store.NewTenant, error) {
	n := store.NewTenant{Database: d.Database,
		Tenant: domain.Tenant{Slug: d.Slug, Name: cmp.Or(d.Name, d.Slug), Region: cmp.Or(d.Region, "uk")}}
	w, err := d.window(now)
	if err != nil {
		return n, err
	}
	n.Windows = append([]domain.Window{w}, d.history(w)...)
	for _, name := range domain.TenantRoles.Names() {
		role, _ := domain.ParseRole(name)
		n.Accounts = append(n.Accounts, store.NewAccount{Email: name + "@" + d.Slug + ".example", Name: demoNames[len(n.Accounts)], Role: role})
	}
	n.Employees = d.employees(n.Accounts)
	n.Records = slices.Concat(demoAbsences(now, d.Slug), demoTimesheets(now, d.Slug), demoPayroll(now, d.Slug), demoCases(now, d.Slug))
	if d.Slug == "northgate" {
		n.Records = append(n.Records, demoTraining(now, d.Slug)...)
	}
	n.Records = slices.DeleteFunc(n.Records, func(r store.NewRecord) bool { return r.Subject >= len(n.Employees) })
	return n, nil
}

func (d demo) window(now time.Time) (domain.Window, error) {
	from, err1 := time.Parse(time.RFC3339, cmp.Or(d.From, now.Add(-time.Hour).UTC().Format(time.RFC3339)))
	until, err2 := time.Parse(time.RFC3339, cmp.Or(d.Until, now.AddDate(1, 0, 0).UTC().Format(time.RFC3339)))
	if err1 != nil || err2 != nil {
		return domain.Window{}, domain.Invalid(domain.FieldError{Field: "valid_from", Code: "malformed", Message: "A window is two RFC 3339 times"})
	}
	return domain.Window{ID: store.NewID(), Plan: cmp.Or(d.Plan, "standard"), Modules: cmp.Or(d.Modules, "hr,governance,consent"),
		Seats: cmp.Or(d.Seats, 250), From: from.UnixMilli(), Until: until.UnixMilli(), Suspended: d.Suspended}, nil
}

// history is what two of the demo's tenants were sold besides: one had a gap, the
// other has renewed.
func (d demo) history(w domain.Window) []domain.Window {
	const day = int64(24 * time.Hour / time.Millisecond)
	other := func(from, until int64) []domain.Window {
		return []domain.Window{{ID: store.NewID(), Plan: "standard", Modules: "hr,governance,consent", Seats: 50, From: from, Until: until}}
	}
	switch d.Slug {
	case "northgate":
		return other(w.From-410*day, w.From-45*day)
	case "southbank":
		return other(w.Until, w.Until+365*day)
	}
	return nil
}

var demoNames = []string{
	"Amara Okafor", "Ben Whitfield", "Carys Llewellyn", "Devi Raman", "Ewan Sinclair", "Farah Siddiqui",
	"Grace Adeyemi", "Harriet Lowe", "Imran Chaudhry", "Joanna Pike", "Kwame Mensah", "Lena Novak",
}

var demoJobs = []string{
	"Practice director", "Ward manager", "HR adviser", "Consultant", "Finance officer", "Quality auditor",
	"Health care assistant", "Staff nurse", "Physiotherapist", "Receptionist", "Pharmacist", "Radiographer",
}

var demoDepartments = []string{"Management", "Ward 3", "People", "Surgery", "Finance", "Quality"}

// employees fills every field of every record. The first seven have the
// accounts; everybody but the director reports to the director or to the ward
// manager.
func (d demo) employees(accounts []store.NewAccount) []store.NewEmployee {
	count := int(d.Staff)
	if count == 0 {
		count = len(demoNames)
	}
	list := make([]store.NewEmployee, count)
	for i := range list {
		given, family, _ := strings.Cut(demoNames[i%len(demoNames)], " ")
		if i >= len(demoNames) {
			family += " " + strconv.Itoa(i)
		}
		email := strings.ToLower(given) + "." + strconv.Itoa(i) + "@" + d.Slug + ".example"
		if i < len(accounts) {
			list[i].Account, email = accounts[i].Email, accounts[i].Email
		}
		list[i].Values = d.values(i, given, family, email)
	}
	return list
}

func (d demo) values(i int, given, family, email string) []string {
	manager := ""
	if i == 1 || i > 1 && i < 6 {
		manager = "0"
	} else if i >= 6 {
		manager = "1"
	}
	number := strconv.Itoa(100000 + i*7919%900000)
	return domain.Employees.Row(map[string]string{
		"given_name": given, "family_name": family, "email": email, "job_title": demoJobs[i%len(demoJobs)],
		"department": demoDepartments[i%len(demoDepartments)], "manager_id": manager, "working_days": demoPatterns[i%len(demoPatterns)],
		"start_date": "20" + strconv.Itoa(10+i%15) + "-0" + strconv.Itoa(1+i%9) + "-01",
		"ni_number":  "AB" + number + string(rune('A'+i%4)), "date_of_birth": "19" + strconv.Itoa(60+i%40) + "-1" + strconv.Itoa(i%3) + "-15",
		"address":      strconv.Itoa(i+1) + " Harbour Street\nBristol\nBS1 4ND",
		"bank_account": "00" + number, "sort_code": "30" + number[2:],
	})
}

// demoPatterns: every fifth of the staff works part of the week.
var demoPatterns = []string{"MTWTF--", "MTWTF--", "MTWTF--", "MTWTF--", "MTW----"}
