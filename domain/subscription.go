package domain

import "strings"

// Module is a part of the application that a plan licenses. "" is the core,
// which every plan has.
type Module string

// The modules.
const (
	Core       Module = ""
	ModuleHR   Module = "hr"
	ModuleGov  Module = "governance"
	ModuleCons Module = "consent"
	ModuleIns  Module = "insight"
	ModulePeer Module = "peer"
)

var moduleLabels = map[Module]string{ModuleHR: "Staff records", ModuleGov: "Governance", ModuleCons: "Consent", ModuleIns: "Insight", ModulePeer: "Peer Exchange"}

// Label is the module's name for a reader.
func (m Module) Label() string { return moduleLabels[m] }

// AllModules are the modules a plan can license.
var AllModules = []Module{ModuleHR, ModuleGov, ModuleCons, ModuleIns, ModulePeer}

// Window is a subscription: a plan and the half-open time [From, Until) in
// Unix milliseconds during which the tenant is served (SUB-1).
type Window struct {
	ID        string
	Plan      string
	Modules   string // names joined by ","
	Seats     int64
	From      int64
	Until     int64
	Suspended bool
}

// Status is how a window stands at an instant.
type Status string

// The statuses, as GET /api/auth/session names them.
const (
	Active     Status = "active"
	NotStarted Status = "not-started"
	Lapsed     Status = "lapsed"
	Suspended  Status = "suspended"
	NoWindow   Status = "none" // of an organisation that was never sold one
)

// StatusAt decides the window at an instant (Unix milliseconds). A tenant
// that has no window at all has a zero one, which has lapsed.
func (w Window) StatusAt(now int64) Status {
	switch {
	case now < w.From:
		return NotStarted
	case now >= w.Until:
		return Lapsed
	case w.Suspended:
		return Suspended
	}
	return Active
}

// Licenses reports whether the plan includes m.
func (w Window) Licenses(m Module) bool {
	if m == Core {
		return true
	}
	for _, name := range w.ModuleNames() {
		if name == string(m) {
			return true
		}
	}
	return false
}

// ModuleNames are the licensed modules, never nil.
func (w Window) ModuleNames() []string {
	if w.Modules == "" {
		return []string{}
	}
	return strings.Split(w.Modules, ",")
}

// Admit decides a request against the window at that instant (SUB-2): nil, or
// the refusal. Outside the window only an admin passes, and only to routes
// that are open to admins then (SUB-3).
func (w Window) Admit(now int64, role Role, m Module, outside bool) error {
	status := w.StatusAt(now)
	if status != Active && outside && role == Admin {
		return nil
	}
	if status != Active {
		return w.refusal(status)
	}
	if !w.Licenses(m) {
		return &Error{Code: "module-not-licensed", Message: "Your organisation's plan does not include this."}
	}
	return nil
}

// refusal says what has happened, since when, and whom to ask.
func (w Window) refusal(status Status) error {
	const ask = " Your records are kept. Contact your administrator, who can still sign in."
	day := func(ms int64) string { return Local(ms).Format("2 January 2006") + "." }
	switch {
	case status == NotStarted:
		return &Error{Code: "subscription-not-started", Message: "Your organisation's subscription has not started yet. It starts on " + day(w.From)}
	case status == Suspended:
		return &Error{Code: "subscription-suspended", Message: "Your organisation's subscription is suspended." + ask}
	case w.Until == 0:
		return &Error{Code: "subscription-lapsed", Message: "Your organisation has no subscription." + ask}
	}
	return &Error{Code: "subscription-lapsed", Message: "Your organisation's subscription ended on " + day(w.Until) + ask}
}
