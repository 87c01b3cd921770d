package web

import (
	"cmp"

	"ringfence/handlers/pages"
	"ringfence/store"
)

// actionTexts say what an entry records.
var actionTexts = map[string]string{
	"tenant.provision":       "Organisation set up",
	"subscription.create":    "Subscription added",
	"account.create":         "Account added",
	"auth.login":             "Signed in",
	"auth.login-failed":      "Failed to sign in",
	"auth.challenge":         "Entered the right password; asked for a code",
	"auth.mfa-failed":        "Entered a wrong code",
	"auth.rate-limited":      "Too many failed attempts",
	"auth.totp-confirm":      "Authenticator set up",
	"auth.logout":            "Signed out",
	"auth.logout-others":     "Signed out everywhere else",
	"auth.logout-everybody":  "Signed everybody out",
	"auth.recovery-renew":    "Got new recovery codes",
	"employee.create":        "Staff record added",
	"employee.update":        "Staff record changed",
	"absence.create":         "Leave asked for",
	"absence.update":         "Request for leave changed",
	"absence.approve":        "Leave approved",
	"absence.refuse":         "Leave refused",
	"absence.cancel":         "Leave cancelled",
	"job.start":              "Long work started",
	"job.finish":             "Long work finished",
	"job.fail":               "Long work failed",
	"job.cancel":             "Long work cancelled",
	"auth.sso-failed":        "Failed to sign in through the provider",
	"auth.password-off":      "Tried to sign in with a password (passwords are turned off)",
	"identity.connect":       "Single sign-on connected",
	"identity.disconnect":    "Single sign-on disconnected",
	"settings.sso":           "Single sign-on set up",
	"account.accept":         "Invitation accepted",
	"account.invite":         "Invitation sent again",
	"account.update":         "Account renamed",
	"account.role":           "Role changed",
	"account.disable":        "Account disabled",
	"account.enable":         "Account enabled",
	"account.factors-remove": "Second factors removed by an administrator",
	"auth.reset-request":     "Asked for a new password",
	"auth.password-reset":    "Chose a new password",
	"employee.account":       "Staff record linked to a user",
	"message.give-up":        "Message could not be sent",
	"auth.totp-enrol":        "Began to set up an authenticator",
	"auth.totp-remove":       "Authenticator removed",
	"auth.password-change":   "Password changed",
	"auth.password-failed":   "Entered a wrong password",
	"settings.security":      "Security settings changed",

	"auth.passkey-add":    "Passkey added",
	"auth.passkey-rename": "Passkey renamed",
	"auth.passkey-remove": "Passkey removed",
	"auth.passkey-failed": "Failed to sign in with a passkey",
}

// Activity is ledger entries as a reader sees them.
func Activity(links []store.AuditLine) []pages.Activity {
	var list []pages.Activity
	for _, l := range links {
		list = append(list, pages.Activity{At: FormatTime(l.At), Who: cmp.Or(l.Name, l.Actor),
			What: cmp.Or(actionTexts[l.Action], l.Action)})
	}
	return list
}
