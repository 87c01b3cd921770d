package domain

import "time"

// UserAccount is an account as administrators see it (AUTH-10).
type UserAccount struct {
	User
	Disabled  bool
	Accepted  bool // the invitation, by choosing a way to sign in
	Version   int64
	CreatedAt int64 // Unix milliseconds
	UpdatedAt int64

	App, Passkey bool  // second factors that are set up
	LastSignInAt int64 // Unix milliseconds; 0: never
}

// UserSorts are what a list of accounts can be sorted by.
var UserSorts = []string{"name", "role", "last_sign_in_at", "created_at"}

// The states of an account, by name.
const (
	AccountActive   = "active"
	AccountInvited  = "invited"
	AccountDisabled = "disabled"
)

// AccountStates are all of them.
var AccountStates = []string{AccountActive, AccountInvited, AccountDisabled}

// State is how the account stands. A disabled one takes no seat, and only an
// active one can sign in.
func (a *UserAccount) State() string {
	switch {
	case a.Disabled:
		return AccountDisabled
	case !a.Accepted:
		return AccountInvited
	}
	return AccountActive
}

// Record is the account as its table declares it; nobody's password is in it.
func (a *UserAccount) Record() Record {
	r := Record{ID: a.ID, Version: a.Version, Values: make([]string, len(Accounts.Columns))}
	r.Values[Accounts.Index("email")] = a.Email
	r.Values[Accounts.Index("name")] = a.Name
	r.Values[Accounts.Index("role")] = a.Role.String()
	return r
}

// How long the links live that are sent by mail (AUTH-8).
const (
	InvitationLife = 7 * 24 * time.Hour
	ResetLife      = 30 * time.Minute
)

func accountField(name string) Field { return Accounts.Columns[Accounts.Index(name)].Field }

// What the routes of accounts take.
var (
	InviteFields = Fields{accountField("email"), accountField("name"), accountField("role")}
	UserFields   = Fields{accountField("name"), accountField("role"), {Name: "disabled", Label: "Disabled", Kind: Bool, Required: true}}

	AcceptFields = Fields{
		{Name: "token", Label: "Token", Kind: Secret, Required: true},
		{Name: "password", Label: "Password", Kind: Secret, Required: true},
	}
	ResetFields        = Fields{accountField("email")}
	ResetConfirmFields = Fields{
		{Name: "token", Label: "Token", Kind: Secret, Required: true},
		{Name: "new", Label: "New password", Kind: Secret, Required: true},
	}
)

// The refusals of accounts and of links to them.
var (
	ErrLastAdmin  = &Error{Code: "last-admin", Message: "Your organisation needs at least one administrator. Make someone else an administrator first."}
	ErrSeatLimit  = &Error{Code: "seat-limit", Message: "Every seat of your organisation's plan is taken. Disable an account that is not needed, or move to a larger plan."}
	ErrEmailTaken = &Error{Code: "email-taken", Message: "A user with this email address already exists."}
	ErrNotInvited = &Error{Code: "not-invited", Message: "This user has already accepted their invitation."}
	ErrToken      = &Error{Code: "invalid-token", Message: "This link has expired or has already been used."}
)

// The limits of what people do with addresses and links: how often a message
// can be asked for, and how many dead links can be tried from one address. They
// count for the account that a link was sent to, and what is no link counts for
// none: a hospital behind one address is not shut out of its own links. A link
// has 128 random bits, which no limit has to protect.
var (
	ResetLimits  = Limits{Pair: 5, Account: 10, Address: 100}
	SignupLimits = Limits{Pair: 5, Account: 10, Address: 20}
	LinkLimits   = Limits{Pair: 30, Account: unlimited, Address: unlimited}
)

// LinkKept is how long a link is kept after it has stopped working.
const LinkKept = 24 * time.Hour

// MovementKinds are what the ledger's actions on accounts mean for who has
// access: joiners, movers and leavers.
var MovementKinds = map[string]string{
	"account.create":  "joined",
	"account.accept":  "accepted",
	"account.role":    "moved",
	"account.disable": "left",
	"account.enable":  "returned",
}
