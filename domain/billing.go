package domain

// Reaches of the console's roles.
var (
	operators = Reaches{Owner: Everybody, Billing: Everybody, Support: Everybody}
	billers   = Reaches{Owner: Everybody, Billing: Everybody}
	owners    = Reaches{Owner: Everybody}
)

// Modules is the kind of a set of modules.
var Modules = setOf("modules", moduleNames(), func(name string) string { return Module(name).Label() })

func moduleNames() (names []string) {
	for _, m := range AllModules {
		names = append(names, string(m))
	}
	return names
}

// Forever is later than any window ends: the year 10000, in Unix milliseconds.
const Forever int64 = 253_402_300_800_000

// The sources of a window: an invoice of our own, or Stripe.
const (
	FromInvoice = "invoice"
	FromStripe  = "stripe"
)

// Plans declares what can be sold. What was sold is kept with each window: a
// change of a plan changes none.
var Plans = &Resource{
	Table: &Table{Name: "plans", Entity: "plan", Called: []string{"name"}, Columns: []Column{
		{Field: Field{Name: "name", Label: "Name", Required: true, Max: 60}},
		{Field: Field{Name: "modules", Label: "Modules", Kind: Modules, Required: true}},
		{Field: Field{Name: "seats", Label: "Seats", Kind: Integer, Required: true}},
		{Field: Field{Name: "price_pence", Label: "Price", Kind: Pence, Required: true}},
		{Field: Field{Name: "interval", Label: "Paid every", Kind: Choice, Options: []string{"month", "year"}, Required: true}},
		{Field: Field{Name: "stripe_price", Label: "Stripe price", Hint: "The id of the price at Stripe, such as price_1234", Max: 100}},
	}},
	Groups: []Group{{"Plan", []string{"name", "modules", "seats", "price_pence", "interval", "stripe_price"}}},
	One:    "plan", Many: "Plans", Read: operators, Create: owners, Edit: owners, Order: []string{"price_pence"},
	Check: func(get func(string) string, _ string) (bad []FieldError) {
		for _, name := range []string{"seats", "price_pence"} {
			if Whole(get(name)) < 0 {
				bad = append(bad, FieldError{name, "out-of-range", "This must not be less than nothing"})
			}
		}
		return bad
	},
}

// Windows declares what was sold to an organisation (SUB-1, SUB-4), as the
// console keeps it.
var Windows = &Resource{
	Table: &Table{Name: "subscriptions", Entity: "window", Columns: []Column{
		{Field: Field{Name: "tenant_id", Label: "Organisation", Kind: ID, Required: true}, Fixed: true},
		{Field: Field{Name: "plan", Label: "Plan", Kind: ID, Required: true}},
		{Field: Field{Name: "modules", Label: "Modules", Hint: "The plan's, unless others were agreed", Kind: Modules}},
		{Field: Field{Name: "seats", Label: "Seats", Hint: "The plan's, unless others were agreed", Kind: Integer}},
		{Field: Field{Name: "valid_from", Label: "From", Kind: Instant, Required: true}},
		{Field: Field{Name: "valid_until", Label: "Until", Kind: Instant, Required: true}},
		{Field: Field{Name: "suspended", Label: "Suspended", Kind: Bool}},
		{Field: Field{Name: "source", Label: "Paid by"}, Writers: NoRole},
		{Field: Field{Name: "purchase_order", Label: "Purchase order", Max: 100}},
		{Field: Field{Name: "invoice_reference", Label: "Invoice reference", Max: 100}},
		{Field: Field{Name: "reason", Label: "Reason", Hint: "Both ledgers keep it: write nothing personal", Required: true, Max: 500}},
		{Field: Field{Name: "stripe_subscription", Label: "Subscription at Stripe"}, Writers: NoRole},
		{Field: Field{Name: "hold", Label: "On hold"}, Writers: NoRole},
		{Field: Field{Name: "cancelled_at", Label: "Cancelled", Kind: Instant}, Writers: NoRole},
		{Field: Field{Name: "changed_by", Label: "Changed by", Kind: ID}, Writers: NoRole},
		{Field: Field{Name: "changed_role", Label: "Role"}, Writers: NoRole},
	}},
	One: "window", Many: "Windows", Read: operators, Create: billers, Edit: billers,
	Filters: []string{"tenant_id"}, From: "valid_until", To: "valid_until", Order: []string{"valid_from"},
	Refusals: []string{ErrOverlap.Code},
	Groups: []Group{
		{"What is sold", []string{"plan", "valid_from", "valid_until", "modules", "seats"}},
		{"Invoice", []string{"purchase_order", "invoice_reference"}},
		{"Why", []string{"reason"}},
	},
	Check: checkWindow,
}

func checkWindow(get func(string) string, _ string) (bad []FieldError) {
	if get("cancelled_at") == "" && Whole(get("valid_until")) <= Whole(get("valid_from")) {
		bad = append(bad, FieldError{"valid_until", "before-start", "Until must be after From"})
	}
	if Whole(get("seats")) < 0 {
		bad = append(bad, FieldError{"seats", "out-of-range", "Seats must not be less than nothing"})
	}
	return bad
}

// WindowOf is the window that a record of Windows is.
func WindowOf(rec Record) Window {
	get := Windows.Get(rec)
	return Window{ID: rec.ID, Plan: get("plan"), Modules: get("modules"), Seats: Whole(get("seats")),
		From: Whole(get("valid_from")), Until: Whole(get("valid_until")), Suspended: get("suspended") == "true" || get("hold") != ""}
}

// Void reports a window that was cancelled before it began.
func (w Window) Void() bool { return w.From >= w.Until }

// The refusals of what is sold.
var (
	ErrKeyReused = &Error{Code: "idempotency-key-reused", Message: "This Idempotency-Key was used with another payload."}
	ErrBilling   = &Error{Code: "billing-unavailable", Message: "Payments cannot be taken at the moment."}
	ErrSignature = &Error{Code: "invalid-signature", Message: "The message is not signed as it should be."}
	ErrOverlap   = &Error{Code: "subscription-overlap", Message: "The organisation has another window in this time."}
	ErrNoPlan    = Invalid(FieldError{"plan", "unknown", "Choose a plan that can be sold"})
)

// NewTenantFields are what registering an organisation takes.
var NewTenantFields = Fields{
	{Name: "slug", Label: "Address", Hint: "The first part of its address: 3 to 40 lower-case letters, digits and hyphens", Kind: Slug, Required: true},
	{Name: "name", Label: "Name", Required: true, Max: 120},
	{Name: "region", Label: "Region", Hint: "Where its records are kept. It cannot be changed later", Kind: Choice, Options: Regions, Required: true},
	{Name: "admin_email", Label: "Administrator's email address", Kind: Email, Required: true},
	{Name: "admin_name", Label: "Administrator's name", Required: true},
	{Name: "subscription", Label: "Subscription", Kind: ObjectOf(Windows.EditInput())},
}

// SignupFields are what signing up takes.
var SignupFields = Fields{
	{Name: "organisation", Label: "Organisation's name", Required: true, Max: 120},
	{Name: "slug", Label: "Address", Hint: NewTenantFields[0].Hint, Kind: Slug, Required: true},
	{Name: "email", Label: "Your email address", Hint: "The invitation of the first administrator goes there", Kind: Email, Required: true},
	{Name: "plan", Label: "Plan", Kind: ID, Required: true},
	{Name: "region", Label: "Region", Hint: NewTenantFields[2].Hint, Kind: Choice, Options: Regions},
}

// BuyFields are what an administrator says to pay for a plan.
var BuyFields = Fields{{Name: "plan", Label: "Plan", Kind: ID, Required: true}}

// CancelFields are what ending a window takes: when, now if it is not said.
var CancelFields = Fields{
	{Name: "reason", Label: "Reason", Required: true, Max: 500},
	{Name: "at", Label: "Ends", Kind: Instant},
}
