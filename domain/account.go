package domain

// Accounts declares who can sign in (AUTH-10).
var Accounts = &Table{
	Name:   "accounts",
	Entity: "account",
	Called: []string{"name"},
	Held:   Held{Account: "id", Also: Fields{madeAt, {Name: "accepted_at", Label: "First signed in", Kind: Instant}}},
	Columns: []Column{
		{Field: Field{Name: "email", Label: "Email address", Kind: Email, Required: true}, Class: Personal},
		{Field: Field{Name: "name", Label: "Name", Required: true}, Class: Personal},
		{Field: Field{Name: "role", Label: "Role", Kind: Choice, Required: true, Options: AllRoles.Names()}},
		{Field: Field{Name: "password_hash", Label: "Password", Kind: Secret, Required: true}, Class: Sealed},
	},
}

// Links declares the single-use links that were sent to people.
var Links = &Table{
	Name:   "links",
	Entity: "link",
	Held:   Held{Not: "a key that works once, in no form that could be read"},
	Columns: []Column{
		{Field: Field{Name: "hash", Label: "Link", Kind: Secret}, Class: Personal},
	},
}

// Calendars declares the links by which a calendar program reads absences (HR-5).
var Calendars = &Table{
	Name:   "calendars",
	Entity: "calendar",
	Held:   Held{Account: "account_id", Key: "account_id", Also: Fields{madeAt}},
	Columns: []Column{
		{Field: Field{Name: "hash", Label: "Link", Kind: Secret}, Class: Personal},
	},
}

// Authenticators declares the apps that make their one-time codes (AUTH-6).
var Authenticators = &Table{
	Name:   "authenticators",
	Entity: "authenticator",
	Held:   Held{Account: "account_id", Key: "account_id", Also: Fields{madeAt, confirmed}},
	Columns: []Column{
		{Field: Field{Name: "secret", Label: "Authenticator's secret", Kind: Secret, Required: true}, Class: Sealed},
	},
}

// Sessions declares their sign-ins (AUTH-4).
var Sessions = &Table{
	Name:   "sessions",
	Entity: "session",
	Held:   Held{Account: "account_id", Also: Fields{madeAt, lastUsed, endedAt}},
	Columns: []Column{
		{Field: Field{Name: "device", Label: "Device"}, Class: Personal},
	},
}

// KeptAnswers declares the answers kept for Idempotency-Key: they repeat what
// stands in records.
var KeptAnswers = &Table{
	Name:   "idempotency",
	Entity: "answer",
	Held:   Held{Not: "copies, for a day, of what stands in records"},
	Columns: []Column{
		{Field: Field{Name: "answer", Label: "Answer", Kind: Secret}, Class: Sealed},
	},
}
