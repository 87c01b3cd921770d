package tenantdb

import "ringfence/domain"

// Request says who asks and what the route demands. The claims are the signed
// token's: they let a query be built before the database confirms them.
type Request struct {
	ID        string // of the request
	Address   string // of the client, as the host knows it; "" if it does not
	SessionID string // "": nobody is signed in
	AccountID string
	Role      domain.Role

	Allow   domain.Roles
	Module  domain.Module
	Outside bool // admins pass outside the subscription's window (SUB-3)
	Enrols  bool // open to those who have yet to set up a second factor (AUTH-6)
	Page    bool // what a page's header says of the caller is read too

	Origin string // what links to this host begin with, such as "https://northgate.example.org"

	Replaces    string // the session that a sign-in takes the place of: its browser's
	Idempotency *IdempotencyKey
}

// Handle is the way to one organisation's database for one request.
type Handle struct {
	gate   *Gate
	site   *Site
	req    Request
	system bool // the operator's own work

	access *Access // what the guard confirmed; nil before the first batch
	known  *Access // who asks, also of one who is refused
	lock   string  // this request's mark on its idempotency key
	holds  bool    // the key is ours to answer
}

// Tenant is the organisation.
func (h *Handle) Tenant() domain.Tenant { return h.site.tenant }

// Request is who asks, as the handle was told.
func (h *Handle) Request() *Request { return &h.req }

// Now is the time in Unix milliseconds.
func (h *Handle) Now() int64 { return h.gate.now().UnixMilli() }

// WithRequest returns a handle on which req asks.
func (h *Handle) WithRequest(req Request) *Handle {
	return &Handle{gate: h.gate, site: h.site, req: req, lock: NewID()}
}

// Retry returns the handle as new, to decide a request that lost a race once more.
func (h *Handle) Retry() *Handle {
	return &Handle{gate: h.gate, site: h.site, req: h.req, lock: h.lock}
}

// Access is who asks, as the database confirmed it.
type Access struct {
	User       domain.User
	Window     domain.Window
	Status     domain.Status
	MFAMissing bool   // a second factor is required and there is none
	SignedInAt int64  // Unix milliseconds
	Logo       string // id of the organisation's, or ""
	Unread     int64  // notices that the caller has not read, for a page
}

// Access is who asks, as the database confirmed it; nil before the first read.
func (h *Handle) Access() *Access { return h.access }

// Known is who asks, also one who is signed in and was refused; nil for nobody.
func (h *Handle) Known() *Access { return h.known }
