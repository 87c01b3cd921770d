package domain

import (
	"slices"
	"strings"
)

// CredentialKinds are what the right to do one's work rests on: registration with
// a body, the disclosure of criminal records, the right to work, indemnity.
var CredentialKinds = []string{"gmc", "nmc", "hcpc", "gphc", "gdc", "dbs", "right-to-work", "indemnity", "other"}

// ExpiresSoon is how many days ahead what expires is somebody's to see to.
const ExpiresSoon = 60

var (
	recordsOwn   = Reaches{Admin: Everybody, HR: Everybody, Manager: Own, Finance: Own, ReadOnly: Own, Clinical: Own, Employee: Own}
	readsBelow   = Reaches{Admin: Everybody, HR: Everybody, ReadOnly: Everybody, Manager: Below, Finance: Own, Clinical: Own, Employee: Own}
	seesToRenews = Reaches{Admin: Everybody, HR: Everybody, Manager: Below, Finance: Own, ReadOnly: Own, Clinical: Own, Employee: Own}
	keepsRecords = Reaches{Admin: Everybody, HR: Everybody}
)

// Credentials declares registrations and other proofs (HR-2). Everybody may keep
// their own; it counts as checked once somebody else has looked it up, and no
// longer when it is changed afterwards. The certificate shows the number, so that
// it has the same readers.
var Credentials = &Resource{
	Table: &Table{Name: "credentials", Entity: "credential", Held: Held{Staff: "employee_id", Keep: KeepCredentials}, Columns: []Column{
		{Field: Field{Name: "employee_id", Label: "Employee", Kind: ID, Required: true}, Of: "employees", Fixed: true},
		{Field: Field{Name: "kind", Label: "Kind", Kind: Choice, Options: CredentialKinds, Required: true}},
		{Field: Field{Name: "description", Label: "Description", Hint: "For a kind that is not listed, say what it is", Max: 120}, Class: Personal},
		{Field: Field{Name: "number", Label: "Number", Hint: "As the register or the certificate shows it", Kind: Reference, Max: 40},
			Class: Sealed, Readers: identityReaders},
		{Field: Field{Name: "issued_on", Label: "Issued", Kind: Date}},
		{Field: Field{Name: "expires_on", Label: "Expires", Kind: Date}},
		{Field: Field{Name: "certificate", Label: "Certificate", Kind: Attached, Options: certificates}, Readers: identityReaders},
		{Field: Field{Name: "state", Label: "Status"}, Writers: NoRole},
		{Field: Field{Name: "verified_on", Label: "Checked on", Kind: Date}, Writers: NoRole},
		{Field: Field{Name: "verified_by", Label: "Checked by", Kind: ID}, Of: "accounts", Writers: NoRole},
	}},
	Path: "/api/hr/credentials", Page: "/credentials", Due: "expires_on", Module: ModuleHR, Area: AreaPeople,
	One: "credential", Many: "Credentials", Adds: "Add a credential",
	Caption: "kind", MoreOf: toRegister,
	Leads:   []Lead{{"Expiry board", "/credentials/expiring", readsBelow.Roles()}},
	Subject: "employee_id", Read: readsBelow, Create: recordsOwn, Edit: recordsOwn,
	Filters: []string{"employee_id", "kind", "state"}, From: "expires_on", To: "expires_on",
	Order: []string{"expires_on"}, Sorts: []string{"expires_on", "kind", "state"}, Columned: []string{"kind", "expires_on", "state"},
	Groups: []Group{
		{"Credential", []string{"employee_id", "kind", "description", "number", "issued_on", "expires_on", "certificate"}},
		{"Check", []string{"state", "verified_on", "verified_by"}},
	},
	Refusals: []string{"credential-exists"},
	States: &States{Column: "state", Start: "unverified", By: "verified_by", At: "verified_on",
		Undone: []string{"kind", "description", "number", "issued_on", "expires_on", "certificate"},
		Names:  []StateName{{"unverified", "Not checked", "yellow"}, {"verified", "Checked", "green"}},
		Moves: []Move{{Name: "verify", Label: "Mark as checked", From: []string{"unverified"}, To: "verified", By: keepsRecords, NotOwn: true,
			Task: "Check a credential", Tells: "Your credential was checked"}}},
	Lapse:  &Move{Name: "renew", Task: "Renew a credential", Within: ExpiresSoon, Every: 28, By: seesToRenews},
	Renews: []string{"kind", "description"},
	Check:  checkCredential,
}

// certificates are the files that prove something: a document or its picture.
var certificates = append([]string{"application/pdf"}, Pictures...)

// Reference is the kind of a number that a body has given, as it writes it:
// capitals, without spaces.
var Reference = &Kind{Width: 20, parse: parseReference}

func parseReference(s string) (string, bool) {
	return strings.ToUpper(strings.ReplaceAll(s, " ", "")), true
}

// bodyNames are those of the bodies that are called by their initials.
var bodyNames = map[string]string{"gmc": "GMC", "nmc": "NMC", "hcpc": "HCPC", "gphc": "GPhC", "gdc": "GDC", "dbs": "DBS"}

// registers are where what somebody shows is looked up, by kind.
var registers = map[string]string{
	"gmc": "https://www.gmc-uk.org/registrants", "nmc": "https://www.nmc.org.uk/registration/search-the-register/",
	"hcpc": "https://www.hcpc-uk.org/check-the-register/", "gphc": "https://www.pharmacyregulation.org/registers",
	"gdc": "https://olr.gdc-uk.org/SearchRegister", "dbs": "https://www.gov.uk/dbs-update-service",
	"right-to-work": "https://www.gov.uk/view-right-to-work",
}

func toRegister(get func(string) string, column string) (label, href string) {
	if column != "kind" {
		return "", ""
	}
	return "Look it up", registers[get("kind")]
}

// numberForms are those of a body's numbers: 9 stands for a digit, A for a letter.
var numberForms = map[string]struct {
	forms []string
	words string
}{
	"gmc": {[]string{"9999999"}, "7 digits, like 7012345"},
	"nmc": {[]string{"99A9999A"}, "2 digits, a letter, 4 digits and a letter, like 12A3456B"},
	"hcpc": {[]string{"AA9999", "AA99999", "AA999999", "AAA9999", "AAA99999", "AAA999999"},
		"2 or 3 letters and 4 to 6 digits, like PH12345"},
	"gphc": {[]string{"9999999"}, "7 digits, like 2012345"},
	"gdc":  {[]string{"9999", "99999", "999999"}, "4 to 6 digits, like 123456"},
	"dbs":  {[]string{"999999999999"}, "12 digits, like 001234567890"},
}

// form is what a number looks like, to be compared with those of a body.
func form(number string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return '9'
		case r >= 'A' && r <= 'Z':
			return 'A'
		}
		return '?'
	}, number)
}

func checkCredential(get func(string) string, _ string) (bad []FieldError) {
	kind, number := get("kind"), get("number")
	format, known := numberForms[kind]
	switch {
	case known && number == "" && kind != "dbs":
		bad = append(bad, FieldError{"number", "required", "Number is required: the register is searched by it"})
	case known && number != "" && !slices.Contains(format.forms, form(number)):
		bad = append(bad, FieldError{"number", "malformed", "Number must be " + format.words + ", for " + bodyNames[kind]})
	}
	if issued, expires := get("issued_on"), get("expires_on"); expires != "" && expires < issued {
		bad = append(bad, FieldError{"expires_on", "before-start", "Expires must not be before the day of issue"})
	}
	return bad
}

// ErrCredentialExists refuses the same credential a second time.
var ErrCredentialExists = &Error{Code: "credential-exists", Message: "This credential is recorded already, with the same expiry date. Change that one."}
