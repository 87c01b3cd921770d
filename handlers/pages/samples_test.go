package pages_test

import (
	"github.com/a-h/templ"

	"ringfence/handlers/identity"
	"ringfence/handlers/ledger"
	"ringfence/handlers/ops"
	"ringfence/handlers/pages"
	"ringfence/handlers/public"
	"ringfence/handlers/record"
)

func shell(title string) pages.Shell {
	return pages.Shell{
		Title: title, Organisation: "Northgate Clinic", UserName: "Amira Hughes", RoleLabel: "Administrator", SignedIn: true,
		Rail: []pages.NavGroup{{Items: []pages.NavItem{{Label: "Home", Href: "/"}, {Label: "Tasks", Href: "/tasks", Count: 6}}},
			{Title: "People", Items: []pages.NavItem{{Label: "Employees", Href: "/employees", Current: "page"}, {Label: "Absences", Href: "/absences"}}},
			{Title: "Administration", Items: []pages.NavItem{{Label: "Activity", Href: "/ledger"}}}},
		Find: pages.NavItem{Label: "Search", Href: "/search"}, Bell: pages.NavItem{Label: "Notifications", Href: "/notices", Count: 4},
		Yours:   []pages.NavItem{{Label: "Your account", Href: "/account"}},
		CSS:     "/assets/app.css",
		Icon:    "/assets/icon.svg",
		Version: "0.1.0",
		Idle:    &pages.Idle{After: 1800, Left: 43200, Script: "idle.mjs"},
	}
}

func outside(title string) pages.Shell {
	s := shell(title)
	s.SignedIn, s.UserName, s.RoleLabel, s.Rail, s.Find, s.Bell, s.Yours, s.Idle = false, "", "", nil, pages.NavItem{}, pages.NavItem{}, nil, nil
	return s
}

// samples is every page once or more, as it is with data, without, and with
// errors.
func samples() map[string]templ.Component {
	return map[string]templ.Component{
		"login": identity.Login(identity.LoginPage{Shell: outside("Sign in"), Password: true}),
		"login-passkey": identity.Login(identity.LoginPage{Shell: scripted("Sign in"), Password: true, Passkey: &identity.Ceremony{Action: "/login/passkey", Kind: "get", Options: `{"publicKey":{}}`, Submit: "Use a passkey",
			Hidden: []pages.FormField{{Name: "next", Value: "/"}}}}),
		"passkeys":      identity.Passkeys(passkeys()),
		"passkeys-0":    identity.Passkeys(identity.PasskeysPage{Shell: shell("Your passkeys")}),
		"passkey-new":   identity.PasskeyNew(identity.PasskeyNewPage{Shell: scripted("Make your passkey"), Ceremony: identity.Ceremony{Action: "/account/passkeys", Kind: "create", Options: "{}", Submit: "Make the passkey"}}),
		"login-sso":     identity.Login(identity.LoginPage{Shell: outside("Sign in"), SSO: "/auth/oidc/start?next=%2F", Provider: "login.example.org"}),
		"login-both":    identity.Login(identity.LoginPage{Shell: outside("Sign in"), Password: true, SSO: "/auth/oidc/start?next=%2F", Provider: "login.example.org"}),
		"sso":           identity.SSO(identity.SSOPage{Shell: shell("Single sign-on"), Up: up, Mode: "password", Redirect: "https://northgate.example.org/auth/oidc/callback"}),
		"sso-wrong":     identity.SSO(wrongSSO()),
		"identities":    identity.Identities(identity.IdentitiesPage{Shell: shell("Single sign-on for your account"), Up: up, Provider: "login.example.org", Identities: identities()}),
		"identities-0":  identity.Identities(identity.IdentitiesPage{Shell: shell("Single sign-on for your account"), Up: up}),
		"connect":       identity.Connect(identity.ConnectPage{Shell: shell("Connect single sign-on"), Up: up, Provider: "login.example.org", Href: "https://login.example.org/authorize?state=x&nonce=y"}),
		"login-wrong":   identity.Login(wrongLogin()),
		"mfa":           identity.MFA(identity.MFAPage{Shell: outside("Enter your code"), App: true, Next: "/employees"}),
		"mfa-passkey":   identity.MFA(identity.MFAPage{Shell: scripted("Confirm it is you"), Passkey: &identity.Ceremony{Action: "/login/mfa/passkey", Kind: "get", Options: "{}", Submit: "Use a passkey"}}),
		"mfa-wrong":     identity.MFA(identity.MFAPage{Shell: outside("Enter your code"), App: true, Errors: []pages.FieldError{{Field: "code", Message: "The code is wrong"}}}),
		"account":       identity.Account(account()),
		"form":          pages.OneForm(oneForm()),
		"authenticator": identity.AuthenticatorSetup(authenticator()),
		"recovery":      identity.Recovery(identity.RecoveryPage{Shell: shell("Your recovery codes"), Done: "Your old codes no longer work.", Codes: []string{"7yq2-0c4k-r9fz-1m8e-x6ta-w3hd", "0000-1111-2222-3333-4444-5555"}}),
		"settings":      identity.Settings(settings(nil)),
		"settings-bad":  identity.Settings(settings([]pages.FieldError{{Field: "mfa_required_for_all", Message: "Must be true or false"}})),
		"logo":          identity.Logo(logo(nil)),
		"logo-wrong":    identity.Logo(logo([]pages.FieldError{{Field: "file", Message: "The file must be a PNG"}})),
		"home":          identity.Home(home()),
		"problem":       pages.Problem(problem()),
		"employees":     record.List(employees()),
		"employees-0":   record.List(record.ListPage{Shell: shell("Employees"), AddHref: "/employees/new", Adds: "Add an employee", Nothing: "There are no employees yet that you can see."}),
		"nobody":        record.List(record.ListPage{Shell: shell("Employees"), Nothing: "No employees match your search.", Filtered: true}),
		"employee":      record.Show(employee()),
		"add":           record.Form(add()),
		"edit-errors":   record.Form(edit()),
		"ledger":        ledger.ShowActivity(activity()),
		"ledger-empty":  ledger.ShowActivity(ledger.ActivityPage{Shell: shell("Activity"), Under: pages.Link{Label: "The activity log will be checked within a minute.", Href: "/jobs/j1"}}),
		"ledger-broken": ledger.ShowActivity(broken()),
		"ledger-entry":  ledger.ShowEntry(entry()),
		"sessions":      identity.Sessions(sessions()),
		"users":         identity.UserList(users()),
		"users-0":       identity.UserList(identity.UserListPage{Shell: shell("Users"), Filtered: true}),
		"user":          identity.UserShow(user(false, true)),
		"user-disabled": identity.UserShow(user(true, false)),
		"changes":       identity.UserChanges(userChanges()),
		"changes-0":     identity.UserChanges(identity.UserChangesPage{Shell: shell("Joiners, movers and leavers")}),
		"sheet":         pages.Sheet(pages.SheetPage{Shell: outside("Check your email"), Intro: []string{"A link is on its way."}, Links: []pages.Link{{Label: "Back", Href: "/login"}}}),
		"sheet-form":    pages.Sheet(sheet()),
		"outbox":        ops.Outbox(ops.OutboxPage{Shell: outside("Outbox"), Letters: letters()}),
		"outbox-empty":  ops.Outbox(ops.OutboxPage{Shell: outside("Outbox")}),
		"public":        public.Public(public.PublicPage{Shell: publicShell(), BaseDomain: "ringfence.example"}),
	}
}

func scripted(title string) pages.Shell {
	s := outside(title)
	s.Script = "passkey.mjs"
	return s
}

func passkeys() identity.PasskeysPage {
	return identity.PasskeysPage{Shell: shell("Your passkeys"), Passkeys: []identity.PasskeyRow{
		{ID: "p1", Name: "Ward 3 tablet", Host: "northgate.example", Kind: "On one device", Added: "22 November 2026", LastUsed: "Not yet"},
		{ID: "p2", Name: "Telephone", Host: "northgate.example", Kind: "On several of your devices", Added: "1 May 2026", LastUsed: "21 November 2026, 18:30 UTC"},
	}}
}

func publicShell() pages.Shell {
	s := outside("Each organisation's records, in a ring of their own")
	s.Organisation = ""
	return s
}

func wrongLogin() identity.LoginPage {
	s := outside("Sign in")
	s.Notice = &pages.Notice{Kind: pages.Important, Text: "Northgate Clinic's subscription ended on 20 November 2026. Only administrators can sign in, to renew it or to export the organisation's data."}
	return identity.LoginPage{Shell: s, Email: "hr@northgate.example", Password: true, Errors: []pages.FieldError{{Field: "email", Message: "Email address or password is wrong"}}}
}

func account() identity.AccountPage {
	s := shell("Your account")
	s.Notice = &pages.Notice{Kind: pages.Important, Text: "You need a second factor."}
	return identity.AccountPage{Shell: s, Sections: []identity.AccountSection{
		{Title: "Authenticator app", Status: "Not set up", Colour: "grey", Text: "An app on your phone.", Button: "Set up an authenticator app", Action: "/account/authenticator/new"},
		{Title: "Password", Text: "Changing it signs you out everywhere else.", Links: []pages.Link{{Label: "Change your password", Href: "/account/password"}}},
	}}
}

func oneForm() pages.FormPage {
	fields := []pages.FormField{{Name: "current", Label: "Current password", Kind: pages.Password, Required: true, Autocomplete: "current-password"}}
	return pages.FormPage{Shell: shell("Change your password"), Intro: "You will be signed out everywhere else.", Up: pages.Link{Label: "Your account", Href: "/account"},
		Form: pages.Form{Action: "/account/password", Submit: "Change password", Cancel: "/account", Groups: []pages.FieldGroup{{Fields: fields}},
			Errors: []pages.FieldError{{Field: "current", Message: "Your current password is incorrect"}}}}
}

func authenticator() identity.AuthenticatorPage {
	qr, err := pages.QRCode("otpauth://totp/x", "QR code")
	if err != nil {
		panic(err) // it is short
	}
	return identity.AuthenticatorPage{Shell: shell("Set up an authenticator app"), Errors: []pages.FieldError{{Field: "code", Message: "This code is wrong"}},
		Authenticator: identity.Authenticator{Secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", Address: "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP", QR: qr}}
}

func settings(errs []pages.FieldError) identity.SettingsPage {
	whom := pages.FormField{Name: "mfa_required_for_all", Label: "Who must use two-step sign-in", Kind: pages.Select, Required: true, Value: "false",
		Options: []pages.Option{{Value: "false", Label: "Administrators"}, {Value: "true", Label: "Everybody"}}}
	return identity.SettingsPage{Shell: shell("Settings"), Sections: []identity.SettingsSection{{Title: "Signing in", Text: "Whoever needs one.",
		Form: pages.Form{Action: "/settings/security", Submit: "Save", Groups: []pages.FieldGroup{{Fields: []pages.FormField{whom}}}, Errors: errs}}}}
}

func logo(errs []pages.FieldError) identity.LogoPage {
	file := pages.FormField{Name: "file", Label: "Picture", Hint: "PNG, up to 1 MiB", Kind: pages.File, Accept: []string{"image/png"}, Required: true}
	s := shell("Logo")
	s.Logo = "/api/settings/logo"
	return identity.LogoPage{Shell: s, Form: pages.Form{Action: "/settings/logo", Submit: "Save logo",
		Groups: []pages.FieldGroup{{Fields: []pages.FormField{file}}}, Errors: errs}}
}

func home() identity.HomePage {
	items := []pages.Item{{Text: "Decide on leave: Harriet Lowe", Href: "/absences/a1", Below: "By 7 December 2026", Tag: "Due", Colour: "red"}, {Text: "Seats"}}
	return identity.HomePage{
		Shell: shell("Hello, Amira"), Today: "24 November 2026",
		Figures: []templ.Component{pages.Figure{Number: "2", Label: "away today", Href: "/absences"}.Show()},
		Main:    []templ.Component{pages.Items(items), pages.More(pages.Link{Label: "All 6 tasks", Href: "/tasks"})},
		Side:    []templ.Component{pages.Recent("Recent activity", history())},
	}
}

func history() []pages.Activity {
	grace := pages.Phrase{Text: "Grace Okafor", Href: "/employees/e1"}
	return []pages.Activity{
		{Day: "Sunday 22 November 2026", Time: "09:14", At: "22 November 2026, 09:14", Role: "Administrator", Text: []pages.Phrase{{Text: "Amira Hughes", Strong: true}, {Text: " signed in"}}},
		{Day: "Saturday 21 November 2026", Time: "16:40", At: "21 November 2026, 16:40", Role: "Human resources", Text: []pages.Phrase{{Text: "Owen Price", Strong: true}, {Text: " changed "}, grace, {Text: "'s job title"}}},
		{Day: "Saturday 21 November 2026", Time: "16:38", At: "21 November 2026, 16:38", Text: []pages.Phrase{{Text: "Someone", Strong: true}, {Text: " entered a wrong password for "}, grace, {}}},
	}
}

func problem() pages.ProblemPage {
	return pages.ProblemPage{
		Shell: shell("Page not found"), Status: "404", RequestID: "01JD8Z6Q0V8ZP3R5K2M4N6P8QA",
		Detail:  "There is nothing at this address, or nothing that you may see.",
		Actions: []pages.Link{{Label: "Go to the start", Href: "/"}},
	}
}

func employees() record.ListPage {
	m := record.ListPage{
		Shell: shell("Employees"), Count: "12 employees", AddHref: "/employees/new", Adds: "Add an employee", Action: "/employees", Submit: "Search", Filtered: true,
		Filters: []pages.FormField{
			{Name: "q", Label: "Search", Kind: pages.Search, Value: "a", Required: true},
			{Name: "department", Label: "Department", Kind: pages.Select, Options: []pages.Option{{Label: "All"}, {Value: "Nursing", Label: "Nursing"}}, Required: true},
			{Name: "sort", Label: "Sort by", Kind: pages.Select, Value: "-start_date", Options: []pages.Option{{Label: "Usual order"}, {Value: "-start_date", Label: "Start date, last first"}}, Required: true},
		},
		Columns: []string{"Name", "Job title", "Department", "Email"},
		Pages:   pages.Pagination{FirstHref: "/employees", NextHref: "/employees?cursor=b2"},
	}
	m.Notice = &pages.Notice{Kind: pages.Success, Text: "Grace Okafor was added."}
	for _, name := range []string{"Grace Okafor", "Tom Alder", "Priya Venkataraman-Featherstonehaugh", "Siân Pugh"} {
		m.Rows = append(m.Rows, pages.Row{{Text: name, Href: "/employees/e1"}, {Text: "Senior staff nurse"}, {Text: "Nursing"}, {Text: "priya.venkataraman-featherstonehaugh@northgate.example"}})
	}
	m.Rows[1][1] = pages.Cell{Content: pages.Tag("Left", "grey")}
	return m
}

func employee() record.ShowPage {
	return record.ShowPage{
		Shell: shell("Grace Okafor"), Caption: "Senior staff nurse", Tag: "Approved", Colour: "green", Moves: []record.MoveButton{{Label: "Approve", Href: "/absences/a1/approve"}, {Label: "Refuse", Href: "/absences/a1/refuse", Asks: true}}, EditHref: "/employees/e1/edit", History: history(), Ledger: "/ledger?entity_id=e1",
		Sections: []pages.Section{
			{Title: "Work", Rows: []pages.SummaryRow{{Label: "Email", Value: "grace.okafor@northgate.example"}, {Label: "Department", Value: "Nursing"}, {Label: "Reports to", Value: "Tom Alder"}, {Label: "Started", Value: "3 March 2019"}, {Label: "End date"},
				{Label: "Contract", Value: "File added", Links: []pages.Link{{Label: "Download", Href: "/api/hr/employees/e1/contract"}, {Label: "Replace", Href: "/employees/e1/contract"}}}}},
			{Title: "Personal", Rows: []pages.SummaryRow{{Label: "National Insurance number", Value: "AB 12 34 56 C", Hint: "Encrypted. Seen by administrators, HR, finance and Grace Okafor."}, {Label: "Date of birth", Value: "14 July 1988"}, {Label: "Address", Value: "12 Mill Lane\nYork\nYO1 7AB"}}},
		},
	}
}

func groups() []pages.FieldGroup {
	return []pages.FieldGroup{
		{Legend: "Work", Fields: []pages.FormField{
			{Name: "given_name", Label: "First name", Required: true, Width: "20"},
			{Name: "family_name", Label: "Last name", Required: true, Width: "20", Value: "Okafor"},
			{Name: "email", Label: "Email address", Kind: pages.Email, Value: "grace@"},
			{Name: "manager_id", Label: "Reports to", Kind: pages.Select, Value: "e2", Options: []pages.Option{{Label: "Nobody"}, {Value: "e2", Label: "Tom Alder"}}},
			{Name: "start_date", Label: "Start date", Kind: pages.Date, Required: true, Value: pages.DateValue("2026", "13", "3")},
			{Name: "review", Label: "Next review", Kind: pages.Day, Value: "2026-12-01"},
		}},
		{Legend: "Personal", Fields: []pages.FormField{
			{Name: "ni_number", Label: "National Insurance number", Hint: "On a payslip or P60. For example, AB 12 34 56 C", Width: "10"},
			{Name: "address", Label: "Address", Kind: pages.Textarea, Value: "12 Mill Lane\nYork"},
			{Name: "sort_code", Label: "Sort code", Hint: "6 digits", InputMode: "numeric", Width: "5"},
			{Name: "pin", Label: "PIN", Kind: pages.Password, Value: "never shown again"},
			{Name: "source", Kind: pages.Hidden, Value: "page"},
		}},
	}
}

func add() record.FormPage {
	return record.FormPage{Shell: shell("Add an employee"), Form: pages.Form{Action: "/employees/new", Submit: "Add an employee", Cancel: "/employees", Groups: groups()}}
}

func edit() record.FormPage {
	version := pages.FieldGroup{Fields: []pages.FormField{{Name: "version", Kind: pages.Hidden, Value: "7"}}}
	return record.FormPage{Shell: shell("Edit Grace Okafor"), Warning: "This cannot be undone.", Form: pages.Form{
		Action: "/employees/e1/edit", Submit: "Save changes", Cancel: "/employees/e1", Groups: append(groups(), version),
		Errors: []pages.FieldError{
			{Message: "Somebody else changed this record while you were editing it"},
			{Field: "ni_number", Message: "National Insurance number must be like AB 12 34 56 C"},
			{Field: "start_date", Message: "Start date must be a real date"},
			{Field: "given_name", Message: "Enter the given name"},
			{Field: "email", Message: "Enter an email address such as name@example.com"},
		},
	}}
}

func activity() ledger.ActivityPage {
	lines := history()
	return ledger.ActivityPage{
		Shell: shell("Activity"), Pages: pages.Pagination{NextHref: "/ledger?cursor=41", PreviousHref: "/ledger?before=90", FirstHref: "/ledger"}, Active: true, About: "Grace Okafor",
		Filters: []pages.FormField{{Name: "who", Label: "Person", Required: true, Suggest: []string{"Amira Hughes", "Owen Price"}}},
		Check:   &ledger.CheckResult{Valid: true, At: "22 November 2026, 09:14", Entries: "1,204 entries", Head: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
		Days: []ledger.Day{{Title: "Today, Sunday 22 November 2026", Lines: []ledger.Line{{Activity: lines[0], Href: "/ledger/1204"}}},
			{Title: "Yesterday, Saturday 21 November 2026", Lines: []ledger.Line{{Activity: lines[1], Href: "/ledger/1203"}, {Activity: lines[2], Href: "/ledger/1202"}}}},
	}
}

func broken() ledger.ActivityPage {
	m := activity()
	m.Check = &ledger.CheckResult{At: "22 November 2026, 09:14", FirstBad: "873"}
	return m
}

func entry() ledger.EntryPage {
	return ledger.EntryPage{Shell: shell("Entry 1,203"), Activity: history()[1], History: "/ledger?entity=employee&entity_id=e1",
		Changes:   []ledger.Change{{Field: "Job title", Before: "Staff nurse", After: "Senior staff nurse"}, {Field: "National Insurance number", After: "Not shown here"}},
		Technical: []pages.SummaryRow{{Label: "Action", Value: "employee.update"}, {Label: "Hash", Value: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}}}
}

func sessions() identity.SessionsPage {
	return identity.SessionsPage{Shell: shell("Where you are signed in"), Sessions: []identity.SessionRow{
		{ID: "s1", Device: "Firefox on Windows", Started: "Today, 09:14", LastUsed: "Now", Current: true},
		{ID: "s2", Device: "Safari on iPhone", Started: "Yesterday, 18:02", LastUsed: "Yesterday, 18:30"},
	}}
}

func wrongSSO() identity.SSOPage {
	return identity.SSOPage{Shell: shell("Single sign-on"), Up: up, Mode: "sso", Issuer: "https://login.example.org/v2", ClientID: "0a1b", SecretSet: true,
		Redirect: "https://northgate.example.org/auth/oidc/callback",
		Errors:   []pages.FieldError{{Field: "issuer", Message: "Issuer cannot be reached"}}}
}

func identities() []identity.IdentityRow {
	return []identity.IdentityRow{{ID: "i1", Provider: "login.example.org", Since: "21 November 2026, 09:14 UTC"}}
}

var up = pages.Link{Label: "Settings", Href: "/settings"}

func letters() []ops.Letter {
	return []ops.Letter{{To: "grace.okafor@northgate.example", Subject: "Northgate Clinic: Set up your account", At: "22 November 2026, 09:14 UTC", State: "pending",
		Text: "Hello Grace Okafor,\n\nSet up your account:\nhttp://northgate.localhost:8787/invitation/abcdefghijklmnopqrstuv"}}
}

func users() identity.UserListPage {
	return identity.UserListPage{Shell: shell("Users"), Count: "2 users", Export: "/users/export.csv", Pages: pages.Pagination{PreviousHref: "/users?before=b1", NextHref: "/users?cursor=b2"}, Rows: []identity.UserRow{
		{Name: "Grace Okafor", Href: "/users/u1", Email: "grace.okafor@northgate.example", Role: "Human resources", State: "Active", Colour: "green", Factor: "Passkey", LastSignIn: "22 November 2026, 09:00"},
		{Name: "Priya Venkataraman-Featherstonehaugh", Href: "/users/u2", Email: "priya@northgate.example", Role: "Employee", State: "Invited", Colour: "blue", Factor: "None", LastSignIn: "Never"},
	}}
}

func user(disabled, invited bool) identity.UserShowPage {
	return identity.UserShowPage{Shell: shell("Grace Okafor"), Path: "/users/u1", Disabled: disabled, Invited: invited, Ledger: "/ledger?entity_id=u1",
		Section: pages.Section{Title: "Account", Rows: []pages.SummaryRow{{Label: "Email address", Value: "grace.okafor@northgate.example"}, {Label: "Role", Value: "Human resources"}}}}
}

func userChanges() identity.UserChangesPage {
	return identity.UserChangesPage{Shell: shell("Joiners, movers and leavers"), From: "2026-11-01", Pages: pages.Pagination{NextHref: "/users/changes?cursor=41"}, Rows: []identity.UserChangeRow{
		{Name: "Grace Okafor", Email: "grace.okafor@northgate.example", What: "Moved", Detail: "From Employee to Human resources", At: "22 November 2026, 09:14 UTC", By: "Amira Hughes"},
		{Name: "Tom Alder", What: "Left", At: "21 November 2026, 16:40 UTC", By: "Amira Hughes"},
	}}
}

func sheet() pages.SheetPage {
	return pages.SheetPage{Shell: shell("Disable Grace Okafor?"), Intro: []string{"Grace Okafor is signed out at once."},
		Form: &pages.Form{Action: "/users/u1/disable", Submit: "Disable Grace Okafor", Cancel: "/users/u1", Warn: true, Errors: []pages.FieldError{{Field: "name", Message: "Name is required"}},
			Groups: []pages.FieldGroup{{Fields: []pages.FormField{{Name: "name", Label: "Name", Required: true}}}}}}
}
