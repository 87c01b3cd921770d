package identity

import (
	"ringfence/domain"
	"ringfence/handlers/web"
)

func signInPages() []web.Route {
	list := []web.Route{
		web.Page("/login", "Sign-in page", loginPage),
		web.Form("/login", "Sign in from the page", submitLogin).Takes(loginFormFields),
		web.Page("/login/mfa", "Page of the second step of signing in", mfaPage),
		web.Form("/login/mfa", "The second step of signing in from the page", submitMFA).Takes(mfaFormFields),
		web.Form("/login/passkey", "Sign in with a passkey from the page", submitPasskeyLogin).
			Takes(passkeyFormFields),
		web.Form("/login/mfa/passkey", "The second step with a passkey from the page", submitMFAPasskey).
			Takes(secondPasskeyFields),
		web.Page("/auth/oidc/start", "Go to the organisation's provider to sign in", startSSO).
			Problems("rate-limited", "sso-unavailable"),
		web.Page("/auth/oidc/callback", "Come back from the provider", finishSSO).
			Problems("rate-limited", "sso-failed", "sso-not-connected", "identity-taken"),
		web.Page("/forgot", "Page to ask for a new password", forgotPage),
		web.Form("/forgot", "Ask for a new password from the page", submitForgot).Takes(domain.ResetFields),
		web.Page("/reset/{token}", "Page to choose a new password", resetPage),
		web.Form("/reset/{token}", "Choose a new password from the page", submitReset).Takes(resetFormFields),
		web.Page("/invitation/{token}", "Page to accept an invitation", invitationPage),
		web.Form("/invitation/{token}", "Accept an invitation from the page", submitInvitation).
			Takes(acceptFormFields),
	}
	for i := range list {
		list[i] = list[i].For(web.Public)
	}
	return list
}

// ownPages are for everybody, of themselves. To set up a second factor, or to
// leave, nobody needs one.
func ownPages() []web.Route {
	list := []web.Route{
		web.Page("/sessions", "One's own sessions", sessionsPage).Menu(domain.AreaYours, "Where you are signed in").AtEnd(),
		web.Form("/sessions", "End a session from the page", submitEndSession).Takes(sessionFormFields),
		web.Form("/sessions/others", "End all one's other sessions from the page", submitEndOthers),
		web.Page("/account/recovery-codes", "Form to make new recovery codes", recoveryPage),
		web.Form("/account/recovery-codes", "Make new recovery codes from the page", submitRecovery).
			Takes(domain.ProofFields),
		web.Page("/account/sso", "One's own identities", identitiesPage),
		web.Form("/account/sso", "Begin to connect an identity", submitConnect).Problems("sign-in-again"),
		web.Form("/account/sso/disconnect", "Disconnect an identity from the page", submitDisconnect).
			Takes(identityFormFields),
		web.Page("/account/passkeys/{id}/edit", "Form to rename a passkey", renamePasskeyPage),
		web.Form("/account/passkeys/{id}/edit", "Rename a passkey from the page", submitRenamePasskey).
			Takes(domain.Passkeys.Fields()),
		web.Page("/account/passkeys/{id}/remove", "Form to remove a passkey", removePasskeyPage),
		web.Form("/account/passkeys/{id}/remove", "Remove a passkey from the page", submitRemovePasskey).
			Takes(domain.ProofFields),

		web.Form("/logout", "Sign out from a page", submitLogout).AllowUnenrolled(),
		web.Page("/account", "How one signs in", accountPage).AllowUnenrolled().Menu(domain.AreaYours, "Your account"),
		web.Page("/account/password", "Form to change one's password", passwordPage).AllowUnenrolled(),
		web.Form("/account/password", "Change one's password from the page", submitPassword).AllowUnenrolled().
			Takes(domain.PasswordChangeFields),
		web.Form("/account/authenticator/new", "Begin to set up one's authenticator app from the page", submitEnrol).
			AllowUnenrolled(),
		web.Page("/account/authenticator", "Page to set up one's authenticator app", authenticatorPage).
			AllowUnenrolled(),
		web.Form("/account/authenticator", "Set it up from the page", submitConfirm).AllowUnenrolled().
			Takes(domain.TOTPConfirmFields),
		web.Page("/account/authenticator/remove", "Form to remove one's authenticator app", removePage).
			AllowUnenrolled(),
		web.Form("/account/authenticator/remove", "Remove it from the page", submitRemove).AllowUnenrolled().
			Takes(domain.TOTPRemoveFields),
		web.Page("/account/passkeys", "One's own passkeys", passkeysPage).AllowUnenrolled(),
		web.Form("/account/passkeys", "Keep the passkey that a browser has made", submitPasskey).AllowUnenrolled().
			Takes(domain.NewPasskeyFields),
		web.Page("/account/passkeys/new", "Form to add a passkey", newPasskeyPage).AllowUnenrolled(),
		web.Form("/account/passkeys/new", "Ask the browser for a passkey", submitNewPasskey).AllowUnenrolled().
			Takes(passkeyBeginFields),
	}
	for i := range list {
		list[i] = list[i].For(web.AnyRole).AllowLapsed()
	}
	return list
}

func userPages() []web.Route {
	return []web.Route{
		web.Page("/users", "List of users", userListPage).For(admins).Query(userPageParams...).
			Menu(domain.AreaAdministration, "Users"),
		web.Page("/users/export.csv", "Users as CSV", exportUsers).For(admins).Query(userNarrow...),
		web.Page("/users/new", "Form to invite somebody", newUserPage).For(admins),
		web.Form("/users/new", "Invite a user from the page", submitNewUser).For(admins).Takes(domain.InviteFields).KeepsTyped(),
		web.Page("/users/changes", "Joiners, movers and leavers", userChangesPage).For(admins).
			Query(movementParams...),
		web.Page("/users/sessions", "Ask whether to end everybody's sessions", everybodyPage).For(admins),
		web.Form("/users/sessions", "End everybody's sessions but one's own", submitEverybody).For(admins),
		web.Page("/users/{id}", "One user", userPage).For(admins),
		web.Page("/users/{id}/edit", "Form to change a user", editUserPage).For(admins),
		web.Form("/users/{id}/edit", "Change a user from the page", submitEditUser).For(admins).Takes(userFormFields).KeepsTyped(),
		web.Page("/users/{id}/disable", "Ask whether to disable a user", disableUserPage).For(admins),
		web.Form("/users/{id}/disable", "Disable a user", submitDisableUser).For(admins),
		web.Page("/users/{id}/factors", "Ask whether to remove a user's second factors", removeFactorsPage).
			For(admins),
		web.Form("/users/{id}/factors", "Remove a user's second factors", submitRemoveFactors).For(admins).
			Problems("own-factors", "sign-in-again", "mail-unavailable"),
		web.Form("/users/{id}/enable", "Enable a user", submitEnableUser).For(admins),
		web.Form("/users/{id}/invitation", "Send the invitation again from the page", submitResend).For(admins),
	}
}

func settingsPages() []web.Route {
	return []web.Route{
		web.Page("/settings", "What is asked of every account", settingsPage).For(admins).
			Menu(domain.AreaAdministration, "Settings").AtEnd(),
		web.Form("/settings/security", "Change what is asked of every account from the page", submitSecurity).
			For(admins).Takes(domain.SecurityFields),
		web.Page("/settings/sso", "How the organisation's people sign in", ssoPage).For(admins),
		web.Form("/settings/sso", "Set it from the page", submitSSO).For(admins).Takes(domain.SSOFields),
	}
}
