package domain

// Accounts declares who can sign in (AUTH-10).
var Accounts = &Table{
	Name:   "accounts",
	Entity: "account",
	Called: []string{"name"},
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
	Columns: []Column{
		{Field: Field{Name: "hash", Label: "Link", Kind: Secret}, Class: Personal},
	},
}

// Authenticators declares the apps that make their one-time codes (AUTH-6).
var Authenticators = &Table{
	Name:   "authenticators",
	Entity: "authenticator",
	Columns: []Column{
		{Field: Field{Name: "secret", Label: "Authenticator's secret", Kind: Secret, Required: true}, Class: Sealed},
	},
}

// Sessions declares their sign-ins (AUTH-4).
var Sessions = &Table{
	Name:   "sessions",
	Entity: "session",
	Columns: []Column{
		{Field: Field{Name: "device", Label: "Device"}, Class: Personal},
	},
}

// KeptAnswers declares the answers kept for Idempotency-Key: they repeat what
// stands in records.
var KeptAnswers = &Table{
	Name:   "idempotency",
	Entity: "answer",
	Columns: []Column{
		{Field: Field{Name: "answer", Label: "Answer", Kind: Secret}, Class: Sealed},
	},
}
