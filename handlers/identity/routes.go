// Package identity is who somebody is: signing in and out, one's own account,
// the organisation's users and how they sign in. JSON and pages.
package identity

import (
	"slices"

	"ringfence/domain"
	"ringfence/handlers/web"
)

//go:generate go tool templ generate -path .

var admins = web.AnyOf(domain.Administrators)

// Routes are the wing's routes.
func Routes() []web.Route {
	list := slices.Concat(signInRoutes(), ownRoutes(), ownFactorRoutes(), userRoutes(), settingsRoutes(), logoRoutes(),
		signInPages(), ownPages(), userPages(), settingsPages())
	for i := range list {
		list[i] = list[i].On(web.SignedInHosts)
	}
	return append(list, web.Page("/{$}", "Home page", homePage).For(web.AnyRole).AllowLapsed().Menu(domain.AreaStart, "Home"))
}

// Why a write takes no Idempotency-Key.
const (
	endsSession   = "once it has happened, nobody is signed in to repeat it"
	knowsNoMore   = "a repetition no longer knows the current password"
	secretNotKept = "what it answers is a secret that is not kept; asked again it makes another"
	codeWorksOnce = "a code works once"
	changesNone   = "changes nothing"
)

// signingIn are the refusals of a step that may begin a session, and its own.
func signingIn(own ...string) []string {
	return append(own, "rate-limited", "session-unavailable",
		"subscription-lapsed", "subscription-not-started", "subscription-suspended")
}

func signInRoutes() []web.Route {
	return []web.Route{
		web.Post("/api/auth/login", "Sign in", login).For(web.Public).Takes(domain.LoginFields).
			Returns(web.Either(sessionBegun, secondStep)).Named("signIn").
			Problems(signingIn("invalid-credentials", "password-sign-in-off", "busy")...),
		web.Post("/api/auth/mfa", "The second step of signing in, with an authenticator's code or a recovery code", mfa).
			For(web.Public).Takes(domain.MFAFields).Returns(sessionBegun).Named("answerSecondFactor").
			Problems(signingIn("invalid-code")...),
		web.Post("/api/auth/passkey/options", "What to ask a browser for, to sign in with a passkey", passkeyLoginOptions).
			For(web.Public).Returns(passkeyAsked).Named("beginPasskeySignIn"),
		web.Post("/api/auth/passkey", "Sign in with a passkey", passkeyLogin).For(web.Public).
			Takes(domain.PasskeyFields).Returns(sessionBegun).Named("signInWithPasskey").
			Problems(signingIn("invalid-passkey", "password-sign-in-off")...),
		web.Post("/api/auth/mfa/passkey/options", "What to ask a browser for, to take the second step with a passkey", mfaPasskeyOptions).
			For(web.Public).Takes(domain.MFAPasskeyStart).Returns(passkeyAsked).Named("beginPasskeySecondFactor").
			Problems("invalid-passkey"),
		web.Post("/api/auth/mfa/passkey", "The second step of signing in, with a passkey", mfaPasskey).
			For(web.Public).Takes(domain.MFAPasskeyFields).Returns(sessionBegun).Named("answerWithPasskey").
			Problems(signingIn("invalid-passkey")...),
		web.Post("/api/auth/password-reset", "Ask for a link by which to choose a new password", requestReset).
			For(web.Public).Takes(domain.ResetFields).Accepted().Named("requestPasswordReset").
			Problems("rate-limited", "mail-unavailable"),
		web.Post("/api/auth/password-reset/confirm", "Choose a new password by the link", confirmReset).
			For(web.Public).Takes(domain.ResetConfirmFields).Named("resetPassword").
			Problems("invalid-token", "password-sign-in-off", "rate-limited", "mail-unavailable", "busy"),
		web.Post("/api/auth/invitation/accept", "Accept an invitation by its link, choosing a password", acceptInvitation).
			For(web.Public).Takes(domain.AcceptFields).Named("acceptInvitation").
			Problems("invalid-token", "password-sign-in-off", "rate-limited", "mail-unavailable", "busy"),
	}
}

func ownRoutes() []web.Route {
	return []web.Route{
		web.Post("/api/auth/logout", "End this session", logout).For(web.AnyRole).AllowLapsed().AllowUnenrolled().
			WithoutKey(endsSession).Named("signOut"),
		web.Get("/api/auth/session", "Who is signed in, where, and under which subscription", session).
			For(web.AnyRole).AllowLapsed().AllowUnenrolled().Returns(currentSession).Named("getCurrentSession"),
		web.Get("/api/auth/sessions", "One's own sessions", sessions).For(web.AnyRole).AllowLapsed().
			Returns(web.PageOf(sessionShape)),
		web.Delete("/api/auth/sessions", "End all one's other sessions", endOtherSessions).For(web.AnyRole).
			AllowLapsed().Named("endOtherSessions"),
		web.Delete("/api/auth/sessions/{id}", "End one of one's own sessions", endSession).For(web.AnyRole).
			AllowLapsed().Named("endSession"),
		web.Post("/api/auth/password", "Change one's own password; ends one's other sessions", changePassword).
			For(web.AnyRole).AllowLapsed().AllowUnenrolled().WithoutKey(knowsNoMore).
			Takes(domain.PasswordChangeFields).Named("changePassword").Problems("rate-limited", "busy"),
		web.Get("/api/auth/identities", "One's own identities at the organisation's provider", identities).
			For(web.AnyRole).AllowLapsed().Returns(web.PageOf(identityShape)),
		web.Delete("/api/auth/identities/{id}", "Disconnect one of one's own identities", disconnect).
			For(web.AnyRole).AllowLapsed().Named("disconnectIdentity").Problems("last-way-in"),
	}
}

func ownFactorRoutes() []web.Route {
	return []web.Route{
		web.Post("/api/auth/totp", "Begin to set up one's authenticator app", enrolTOTP).For(web.AnyRole).
			AllowLapsed().AllowUnenrolled().WithoutKey(secretNotKept).Returns(totpBegun).Created().
			Named("beginAuthenticator").Problems("already-enrolled", "sign-in-again"),
		web.Post("/api/auth/totp/confirm", "Set it up, by its first code; ends one's other sessions", confirmTOTP).
			For(web.AnyRole).AllowLapsed().AllowUnenrolled().WithoutKey(codeWorksOnce).
			Takes(domain.TOTPConfirmFields).Returns(recoveryCodes).Named("confirmAuthenticator").
			Problems("already-enrolled", "invalid-code", "rate-limited"),
		web.Delete("/api/auth/totp", "Remove one's authenticator app; ends one's other sessions", removeTOTP).
			For(web.AnyRole).AllowLapsed().AllowUnenrolled().WithoutKey(codeWorksOnce).Takes(domain.TOTPRemoveFields).
			Named("removeAuthenticator").Problems("invalid-code", "rate-limited", "busy"),
		web.Get("/api/auth/passkeys", "One's own passkeys", passkeys).For(web.AnyRole).AllowLapsed().
			AllowUnenrolled().Returns(web.PageOf(passkeyShape)),
		web.Post("/api/auth/passkeys/options", "What to ask a browser for, to make a passkey", passkeyOptions).
			For(web.AnyRole).AllowLapsed().AllowUnenrolled().WithoutKey(changesNone).Takes(domain.ProofFields).
			Returns(passkeyAsked).Named("beginPasskey").
			Problems("sign-in-again", "passkey-limit", "rate-limited", "busy"),
		web.Post("/api/auth/passkeys", "Keep the passkey that a browser has made; ends one's other sessions", addPasskey).
			For(web.AnyRole).AllowLapsed().AllowUnenrolled().WithoutKey(secretNotKept).
			Takes(domain.NewPasskeyFields).Returns(passkeyAdded).Created(),
		web.Post("/api/auth/recovery-codes", "Make new recovery codes. The old ones stop working.", renewRecoveryCodes).
			For(web.AnyRole).AllowLapsed().WithoutKey(secretNotKept).Takes(domain.ProofFields).Returns(recoveryCodes).
			Named("renewRecoveryCodes").Problems("no-second-factor", "sign-in-again", "rate-limited", "busy"),
		web.Patch("/api/auth/passkeys/{id}", "Rename one of one's own passkeys", renamePasskey).For(web.AnyRole).
			AllowLapsed().Takes(domain.Passkeys.Fields()).Returns(passkeyShape).Named("renamePasskey"),
		web.Delete("/api/auth/passkeys/{id}", "Remove one of one's own passkeys; ends one's other sessions", removePasskey).
			For(web.AnyRole).AllowLapsed().Takes(domain.ProofFields).Named("removePasskey").
			Problems("sign-in-again", "last-factor", "rate-limited", "busy"),
	}
}

func userRoutes() []web.Route {
	return []web.Route{
		web.Get("/api/users", "Accounts, by name", users).For(admins).Query(userParams...).
			Returns(web.PageOf(account)),
		web.Post("/api/users", "Invite a user", inviteUser).For(admins).Takes(domain.InviteFields).Returns(account).
			Created().Named("inviteUser").Problems("email-taken", "seat-limit", "mail-unavailable"),
		web.Get("/api/users/changes", "Joiners, movers and leavers, newest first", userChanges).For(admins).
			Query(movementParams...).Returns(web.PageOf(movement)).Named("listUserChanges"),
		web.Delete("/api/users/sessions", "End everybody's sessions but the one that asks", endEverybodysSessions).
			For(admins).Named("endEverybodysSessions"),
		web.Get("/api/users/{id}", "One account", user).For(admins).Versioned().Returns(account),
		web.Patch("/api/users/{id}", "Change an account's name or role, disable or enable it", editUser).For(admins).
			TakesPart(domain.UserFields).Versioned().Returns(account).Problems("last-admin", "seat-limit"),
		web.Delete("/api/users/{id}/factors", "Reset a user's two-step sign-in. Ends their sessions.", removeFactors).
			For(admins).Named("removeUserFactors").Problems("own-factors", "sign-in-again", "mail-unavailable"),
		web.Post("/api/users/{id}/invitation", "Resend the invitation. The earlier link stops working.", resendInvitation).
			For(admins).Named("resendInvitation").Problems("not-invited", "mail-unavailable"),
	}
}

func settingsRoutes() []web.Route {
	return []web.Route{
		web.Get("/api/settings/security", "What is asked of every account", security).For(admins).
			Returns(securityShape).Named("getSecuritySettings"),
		web.Put("/api/settings/security", "Change what is asked of every account", setSecurity).For(admins).
			Takes(domain.SecurityFields).Returns(securityShape).Named("setSecuritySettings"),
		web.Get("/api/settings/sso", "How the organisation's people sign in", sso).For(admins).Returns(ssoShape).
			Named("getSingleSignOn"),
		web.Put("/api/settings/sso", "Set how the organisation's people sign in; without client_secret the one that is kept "+
			"stays, for the same issuer and client", setSSO).
			For(admins).Takes(domain.SSOFields).Returns(ssoShape).Named("setSingleSignOn"),
	}
}
