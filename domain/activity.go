package domain

import (
	"slices"
	"strings"
)

// The words for what the ledger records. An entry is read as a sentence: who,
// and behind it one of these, in which {} stands for whom or what it is about.
// Declared resources need none: their sentences come of the declaration.
var deeds = map[string]string{
	"tenant.provision":    "set up the organisation",
	"console.provision":   "set up the console",
	"tenant.create":       "registered {}",
	"subscription.create": "added a subscription",
	"subscription.update": "changed the subscription",
	"subscription.cancel": "ended the subscription",
	"subscription.copy":   "checked the subscription",
	"subscription.notice": "told the administrators when the subscription ends",
	"window.create":       "sold a window to {}",
	"window.update":       "changed the window of {}",
	"plan.create":         "added the plan {}",
	"plan.update":         "changed the plan {}",
	"stripe.event":        "was told of a payment by Stripe",
	"signup.clash":        "found a paid sign-up whose address is taken",

	"auth.login":            "signed in",
	"auth.challenge":        "entered the right password and was asked for a code",
	"auth.login-failed":     "entered a wrong password for {}",
	"auth.mfa-failed":       "entered a wrong code for {}",
	"auth.password-off":     "tried to sign in as {} with a password (passwords are turned off)",
	"auth.passkey-failed":   "could not sign in with a passkey",
	"auth.sso-failed":       "could not sign in with single sign-on",
	"auth.rate-limited":     "made too many attempts for {}",
	"auth.logout":           "signed out",
	"auth.logout-others":    "signed out everywhere else",
	"auth.logout-everybody": "signed everybody out",
	"auth.recovery-renew":   "got new recovery codes",
	"auth.reset-request":    "asked for a new password for {}",
	"auth.password-reset":   "chose a new password by a link",
	"auth.password-change":  "changed their password",
	"auth.password-failed":  "entered a wrong password when asked to confirm who they are",
	"auth.totp-enrol":       "began to set up an authenticator app",
	"auth.totp-confirm":     "set up an authenticator app",
	"auth.totp-remove":      "removed their authenticator app",
	"auth.passkey-add":      "added a passkey",
	"auth.passkey-rename":   "renamed a passkey",
	"auth.passkey-remove":   "removed a passkey",

	"account.create":         "added {} as a user",
	"account.invite":         "sent {} a new invitation",
	"account.accept":         "accepted the invitation",
	"account.update":         "renamed {}",
	"account.role":           "changed {}'s role",
	"account.disable":        "disabled {}'s account",
	"account.enable":         "enabled {}'s account",
	"account.factors-remove": "reset {}'s two-step sign-in",
	"employee.index":         "made staff records findable by National Insurance number",
	"employee.account":       "linked {}'s staff record to a user",
	"employee.disclose":      "read everything that is held on {}",

	"auth.calendar":        "made a calendar link",
	"auth.calendar-remove": "removed their calendar link",
	"identity.connect":     "connected single sign-on to their account",
	"identity.disconnect":  "disconnected single sign-on from their account",
	"settings.security":    "changed the security settings",
	"settings.leave":       "changed the rules of annual leave",
	"settings.logo":        "changed the organisation's logo",
	"settings.sso":         "changed how people sign in with single sign-on",

	"employee.bank-look": "looked at {}'s changed bank details",
	"payrun.copy":        "copied last month's payslips to {}",
	"payrun.remove":      "removed a draft payslip from {}",
	"payrun.finalise":    "finalised the payslips of {}",
	"payrun.bank-file":   "downloaded the bank file of {}",

	"job.start":       "started {}",
	"job.finish":      "finished {}",
	"job.fail":        "could not finish {}",
	"job.cancel":      "cancelled {}",
	"job.confirm":     "confirmed {}",
	"dev.file":        "tried a file",
	"file.add":        "added a file",
	"file.remove":     "removed a file",
	"message.give-up": "could not deliver an email",
}

// Deed is an entry of the ledger as far as its sentence needs it.
type Deed struct {
	Action, Entity string
	Before, After  map[string]string
}

// Words say what was done, behind the name of who did it. "" if nobody has put
// the action into words.
func (d Deed) Words() string {
	text := deeds[d.Action]
	if r := ResourceOf(d.Entity); r != nil && text == "" {
		return d.resourceWords(r)
	}
	switch d.Action {
	case "auth.login":
		return text + methodWords(d.After["method"])
	case "account.role":
		return text + fromTo(roleLabel(d.Before["role"]), roleLabel(d.After["role"]))
	}
	return text
}

// ResourceOf is the declared resource of an entity, or nil.
func ResourceOf(entity string) *Resource {
	for _, r := range Resources {
		if r.Entity == entity {
			return r
		}
	}
	return nil
}

// resourceWords are Words of a declared resource.
func (d Deed) resourceWords(r *Resource) string {
	verb := strings.TrimPrefix(d.Action, d.Entity+".")
	if m := r.Move(verb); m != nil {
		return m.past(r) + " " + r.whose()
	}
	switch {
	case verb == "create" && r.About():
		return "added " + Article(r.One) + " for {}"
	case verb == "create":
		return "added the " + r.One + " {}"
	case verb == "update":
		return d.updateWords(r)
	}
	return ""
}

// past is what the move did: its own word, or the name of the state that it
// leads to.
func (m *Move) past(r *Resource) string {
	if m.Past != "" {
		return m.Past
	}
	return strings.ToLower(r.States.Named(m.To).Label)
}

// whose is a record in a sentence.
func (r *Resource) whose() string {
	switch {
	case r.About():
		return "{}'s " + r.One
	case r.Subject == "id":
		return "{}"
	}
	return "the " + r.One + " {}"
}

// mostNamed is how many changed columns a sentence names.
const mostNamed = 2

func (d Deed) updateWords(r *Resource) string {
	changes := d.Changes()
	if len(changes) == 0 {
		return "changed " + r.whose()
	}
	if len(changes) > mostNamed {
		return "changed " + Plural(int64(len(changes)), "detail", "details") + " of " + r.whose()
	}
	var names []string
	for _, c := range changes {
		names = append(names, inSentence(c.Label))
	}
	text := "changed {}'s " + JoinWords(names...)
	if r.Subject != "id" {
		text = "changed the " + JoinWords(names...) + " of " + r.whose()
	}
	if c := changes[0]; len(changes) == 1 && !c.Hidden && runes(c.Before+c.After) <= 60 {
		text += fromTo(c.Before, c.After)
	}
	return text
}

func fromTo(before, after string) string {
	switch {
	case before != "" && after != "":
		return " from " + before + " to " + after
	case after != "":
		return " to " + after
	}
	return ""
}

// inSentence is a label in the middle of one: "Job title" becomes "job title",
// and "National Insurance number" stays.
func inSentence(label string) string {
	first, rest, _ := strings.Cut(label, " ")
	if first == "" || strings.ToLower(first[1:]) != first[1:] || rest != "" && strings.ToLower(rest[:1]) != rest[:1] {
		return label
	}
	return strings.ToLower(first[:1]) + label[1:]
}

// Article is a noun with its article: "an absence".
func Article(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

// proofs are the steps of signing in, as the entry has them.
var proofs = map[string]string{"password": "a password", "totp": "a code", "recovery-code": "a recovery code",
	"passkey": "a passkey", "sso": "single sign-on"}

func methodWords(method string) string {
	var list []string
	for _, step := range strings.Split(method, "+") {
		if words := proofs[step]; words != "" {
			list = append(list, words)
		}
	}
	if list == nil {
		return ""
	}
	return " with " + JoinWords(slices.Compact(list)...)
}

func roleLabel(name string) string {
	role, _ := ParseRole(name)
	return role.Label()
}
