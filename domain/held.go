package domain

// Held says how the rows of a table are found that are about a person: for
// what they are answered when they ask (GDPR-1), and for what is removed once
// it need not be kept (GDPR-2). One of the first three names a column.
type Held struct {
	Staff   string // the member of staff
	Account string // their account
	Record  string // a record that is about them
	Key     string // the primary key, where that is not "id"
	Also    Fields // what stands in the table besides, and is theirs to know
	Not     string // why none of it is answered with, in place of all these
	Keep    *Keep  // nil: as long as what it belongs to
}

// Keep is a rule of retention: rows may be removed so many years after the
// day in a column of their own or, where that is empty, after the day on which
// the member of staff left. Who has not left keeps theirs.
type Keep struct {
	Rule  string // "payroll": what it is called
	Years int
	From  string // the column, or "" for leaving alone
	Why   string // in a sentence, for the person
}

// The rules of retention (GDPR-2).
var (
	KeepCredentials = &Keep{Rule: "credentials", Years: 6, From: "expires_on", Why: "6 years after they run out or you leave"}

	KeepPay   = &Keep{Rule: "payroll", Years: 7, From: "pay_on", Why: "7 years after the day of pay"}
	KeepStaff = &Keep{Rule: "staff", Years: 7, Why: "7 years after you leave"}
)

// Undecided are the tables that hold something about people without saying
// how it is found, or why it is not: nobody may forget one.
func Undecided(tables []*Table) (names []string) {
	for _, t := range tables {
		h := &t.Held
		if h.Staff+h.Account+h.Record+h.Not == "" && t.personal() {
			names = append(names, t.Name)
		}
	}
	return names
}

func (t *Table) personal() bool {
	for i := range t.Columns {
		if t.Columns[i].Class != Fact || t.Columns[i].Of != "" {
			return true
		}
	}
	return false
}

// Told reports a column that the person is answered with: nobody is given a secret.
func (c *Column) Told() bool { return c.Kind != Secret }

// the ways in which a person's own rows stand in time.
var (
	madeAt    = Field{Name: "created_at", Label: "Added", Kind: Instant}
	lastUsed  = Field{Name: "last_used_at", Label: "Last used", Kind: Instant}
	endedAt   = Field{Name: "ended_at", Label: "Ended", Kind: Instant}
	confirmed = Field{Name: "confirmed_at", Label: "Set up", Kind: Instant}
	issuer    = Field{Name: "issuer", Label: "Identity provider"}
)
