package handlers

import "ringfence/domain"

// The roles that routes name.
var (
	staffReaders = everyone // each within its reach
	staffWriters = signedIn(domain.Admin, domain.HR, domain.Finance)
	admins       = signedIn(domain.Admin)
)

// routes is the table. Every route of the application is in it, once.
func routes() []route {
	return []route{
		// The platform
		{method: "GET", path: "/healthz", on: onAny, access: anyone, summary: "Alive, with version and commit", out: healthSchema, status: 200, run: healthz},
		{method: "GET", path: "/readyz", on: onAny, access: anyone, summary: "Ready, or what is missing", out: readySchema, status: 200, run: readyz},
		{method: "GET", path: "/api/openapi.json", on: onAny, access: anyone, summary: "This document", out: anyObject(), status: 200, run: openAPI},

		// Accounts and sessions
		{method: "POST", path: "/api/auth/login", on: onTenant, access: anyone, summary: "Sign in", in: domain.LoginFields, out: loginSchema, status: 200, run: login,
			problems: []string{"invalid-credentials", "rate-limited", "subscription-lapsed", "subscription-not-started", "subscription-suspended", "busy"}},
		{method: "POST", path: "/api/auth/mfa", on: onTenant, access: anyone, summary: "The second step of signing in, with an authenticator's code or a recovery code", in: domain.MFAFields, out: sessionBegun, status: 200, run: mfa,
			problems: []string{"invalid-code", "rate-limited"}},
		{method: "POST", path: "/api/auth/logout", on: onTenant, access: everyone, outside: true, enrols: true, summary: "End this session", status: 204, run: logout},
		{method: "GET", path: "/api/auth/session", on: onTenant, access: everyone, outside: true, enrols: true, summary: "Who is signed in, where, and under which subscription", out: whoSchema, status: 200, run: session},
		{method: "GET", path: "/api/auth/sessions", on: onTenant, access: everyone, outside: true, summary: "One's own sessions", out: pageOf(sessionSchema), status: 200, run: sessions},
		{method: "DELETE", path: "/api/auth/sessions", on: onTenant, access: everyone, outside: true, key: keyOptional, summary: "End all one's other sessions", status: 204, run: endOtherSessions},
		{method: "DELETE", path: "/api/auth/sessions/{id}", on: onTenant, access: everyone, outside: true, key: keyOptional, summary: "End one of one's own sessions", status: 204, run: endSession},
		{method: "POST", path: "/api/auth/password", on: onTenant, access: everyone, outside: true, enrols: true, summary: "Change one's own password; ends one's other sessions", in: domain.PasswordChangeFields, status: 204, run: changePassword, problems: []string{"rate-limited", "busy"}},
		{method: "POST", path: "/api/auth/totp", on: onTenant, access: everyone, outside: true, enrols: true, summary: "Begin to set up one's authenticator app", out: totpSchema, status: 201, run: enrolTOTP, problems: []string{"already-enrolled", "sign-in-again"}},
		{method: "POST", path: "/api/auth/totp/confirm", on: onTenant, access: everyone, outside: true, enrols: true, summary: "Set it up, by its first code; ends one's other sessions", in: domain.TOTPConfirmFields, out: object(prop{"recovery_codes", texts(), false}), status: 200, run: confirmTOTP, problems: []string{"already-enrolled", "invalid-code", "rate-limited"}},
		{method: "DELETE", path: "/api/auth/totp", on: onTenant, access: everyone, outside: true, enrols: true, summary: "Remove one's authenticator app and recovery codes; ends one's other sessions", in: domain.TOTPRemoveFields, status: 204, run: removeTOTP, problems: []string{"invalid-code", "rate-limited", "busy"}},
		{method: "POST", path: "/api/auth/password-reset", on: onTenant, access: anyone, summary: "Ask for a link by which to choose a new password", in: domain.ResetFields, status: 202, run: requestReset,
			problems: []string{"rate-limited", "mail-unavailable"}},
		{method: "POST", path: "/api/auth/password-reset/confirm", on: onTenant, access: anyone, summary: "Choose a new password by the link", in: domain.ResetConfirmFields, status: 204, run: confirmReset,
			problems: []string{"invalid-token", "rate-limited", "mail-unavailable", "busy"}},
		{method: "POST", path: "/api/auth/invitation/accept", on: onTenant, access: anyone, summary: "Accept an invitation by its link, choosing a password", in: domain.AcceptFields, status: 204, run: acceptInvitation,
			problems: []string{"invalid-token", "rate-limited", "busy"}},

		// The organisation's own rules
		{method: "GET", path: "/api/settings/security", on: onTenant, access: admins, summary: "What is asked of every account", out: securitySchema, status: 200, run: security},
		{method: "PUT", path: "/api/settings/security", on: onTenant, access: admins, key: keyOptional, summary: "Change what is asked of every account", in: domain.SecurityFields, out: securitySchema, status: 200, run: setSecurity},

		// Single sign-on
		{method: "GET", path: "/api/settings/sso", on: onTenant, access: admins, summary: "How the organisation's people sign in", out: ssoSchema, status: 200, run: sso},
		{method: "PUT", path: "/api/settings/sso", on: onTenant, access: admins, key: keyOptional, summary: "Set how the organisation's people sign in; without client_secret the one that is kept stays, for the same issuer and client", in: domain.SSOFields, out: ssoSchema, status: 200, run: setSSO},
		{method: "GET", path: "/api/auth/identities", on: onTenant, access: everyone, outside: true, summary: "One's own identities at the organisation's provider", out: pageOf(identitySchema), status: 200, run: identities},
		{method: "DELETE", path: "/api/auth/identities/{id}", on: onTenant, access: everyone, outside: true, key: keyOptional, summary: "Disconnect one of one's own identities", status: 204, run: disconnect, problems: []string{"last-way-in"}},

		// Users
		{method: "GET", path: "/api/users", on: onTenant, access: admins, summary: "Accounts, by name", query: userParams, out: pageOf(accountSchema), status: 200, run: users},
		{method: "POST", path: "/api/users", on: onTenant, access: admins, key: keyOptional, summary: "Invite somebody", in: domain.InviteFields, out: accountSchema, status: 201, run: inviteUser,
			problems: []string{"email-taken", "seat-limit", "mail-unavailable"}},
		{method: "GET", path: "/api/users/changes", on: onTenant, access: admins, summary: "Joiners, movers and leavers, newest first", query: movementParams, out: pageOf(movementSchema), status: 200, run: userChanges},
		{method: "GET", path: "/api/users/{id}", on: onTenant, access: admins, summary: "One account", out: accountSchema, status: 200, run: user},
		{method: "PATCH", path: "/api/users/{id}", on: onTenant, access: admins, key: keyOptional, summary: "Change an account's name or role, disable or enable it", in: domain.UserFields, partial: true, out: accountSchema, status: 200, run: editUser,
			problems: []string{"conflict", "precondition-failed", "last-admin", "seat-limit"}},
		{method: "DELETE", path: "/api/users/{id}/factors", on: onTenant, access: admins, key: keyOptional, summary: "Remove another's second factors, which they have lost; ends their sessions", status: 204, run: removeFactors,
			problems: []string{"own-factors", "sign-in-again", "mail-unavailable"}},
		{method: "POST", path: "/api/users/{id}/invitation", on: onTenant, access: admins, key: keyOptional, summary: "Send the invitation again; the link before works no more", status: 204, run: resendInvitation,
			problems: []string{"not-invited", "mail-unavailable"}},
		// Passkeys
		{method: "GET", path: "/api/auth/passkeys", on: onTenant, access: everyone, outside: true, enrols: true, summary: "One's own passkeys", out: pageOf(passkeySchema), status: 200, run: passkeys},
		{method: "POST", path: "/api/auth/passkeys/options", on: onTenant, access: everyone, outside: true, enrols: true, summary: "What to ask a browser for, to make a passkey", in: domain.ProofFields, out: optionsSchema, status: 200, run: passkeyOptions,
			problems: []string{"sign-in-again", "passkey-limit", "rate-limited", "busy"}},
		{method: "POST", path: "/api/auth/passkeys", on: onTenant, access: everyone, outside: true, enrols: true, key: keyOptional, summary: "Keep the passkey that a browser has made; ends one's other sessions", in: domain.NewPasskeyFields, out: passkeySchema, status: 201, run: addPasskey},
		{method: "PATCH", path: "/api/auth/passkeys/{id}", on: onTenant, access: everyone, outside: true, key: keyOptional, summary: "Rename one of one's own passkeys", in: domain.Passkeys.Fields(), out: passkeySchema, status: 200, run: renamePasskey},
		{method: "DELETE", path: "/api/auth/passkeys/{id}", on: onTenant, access: everyone, outside: true, key: keyOptional, summary: "Remove one of one's own passkeys; ends one's other sessions", in: domain.ProofFields, status: 204, run: removePasskey,
			problems: []string{"sign-in-again", "last-factor", "rate-limited", "busy"}},
		{method: "POST", path: "/api/auth/passkey/options", on: onTenant, access: anyone, summary: "What to ask a browser for, to sign in with a passkey", out: optionsSchema, status: 200, run: passkeyLoginOptions},
		{method: "POST", path: "/api/auth/passkey", on: onTenant, access: anyone, summary: "Sign in with a passkey", in: domain.PasskeyFields, out: sessionBegun, status: 200, run: passkeyLogin,
			problems: []string{"invalid-passkey", "rate-limited", "subscription-lapsed", "subscription-not-started", "subscription-suspended"}},
		{method: "POST", path: "/api/auth/mfa/passkey/options", on: onTenant, access: anyone, summary: "What to ask a browser for, to take the second step with a passkey", in: domain.MFAPasskeyStart, out: optionsSchema, status: 200, run: mfaPasskeyOptions, problems: []string{"invalid-passkey"}},
		{method: "POST", path: "/api/auth/mfa/passkey", on: onTenant, access: anyone, summary: "The second step of signing in, with a passkey", in: domain.MFAPasskeyFields, out: sessionBegun, status: 200, run: mfaPasskey,
			problems: []string{"invalid-passkey", "rate-limited"}},

		// Staff records
		{method: "GET", path: "/api/hr/employees", on: onTenant, access: staffReaders, module: domain.ModuleHR, summary: "Staff within one's reach, by name", query: employeeParams, out: pageOf(employeeSchema), status: 200, run: employees},
		{method: "POST", path: "/api/hr/employees", on: onTenant, access: signedIn(domain.Admin, domain.HR), module: domain.ModuleHR, key: keyOptional, summary: "Add a member of staff", in: domain.Employees.Fields(), out: employeeSchema, status: 201, run: addEmployee},
		{method: "GET", path: "/api/hr/employees/{id}", on: onTenant, access: staffReaders, module: domain.ModuleHR, summary: "One staff record", out: employeeSchema, status: 200, run: employee},
		{method: "PATCH", path: "/api/hr/employees/{id}", on: onTenant, access: staffWriters, module: domain.ModuleHR, key: keyOptional, summary: "Change a staff record", in: domain.Employees.Fields(), partial: true, out: employeeSchema, status: 200, run: editEmployee, problems: []string{"conflict", "precondition-failed"}},

		// The ledger
		{method: "GET", path: "/api/audit", on: onTenant, access: admins, summary: "The ledger, newest first", query: auditParams, out: pageOf(linkSchema), status: 200, run: audit},
		{method: "GET", path: "/api/audit/verify", on: onTenant, access: admins, summary: "Check the whole hash chain", out: verifySchema, status: 200, run: verifyAudit},

		// Pages
		{method: "GET", path: "/{$}", on: onPublic, access: anyone, page: true, summary: "Public front page", status: 200, run: publicPage},
		{method: "GET", path: "/login", on: onTenant, access: anyone, page: true, summary: "Sign-in page", status: 200, run: loginPage},
		{method: "POST", path: "/login", on: onTenant, access: anyone, page: true, summary: "Sign in from the page", in: loginFormFields, status: 303, run: submitLogin},
		{method: "GET", path: "/login/mfa", on: onTenant, access: anyone, page: true, summary: "Page of the second step of signing in", status: 200, run: mfaPage},
		{method: "POST", path: "/login/mfa", on: onTenant, access: anyone, page: true, summary: "The second step of signing in from the page", in: mfaFormFields, status: 303, run: submitMFA},
		{method: "GET", path: "/auth/oidc/start", on: onTenant, access: anyone, page: true, summary: "Go to the organisation's provider to sign in", status: 303, run: startSSO, problems: []string{"rate-limited", "sso-unavailable"}},
		{method: "GET", path: "/auth/oidc/callback", on: onTenant, access: anyone, page: true, summary: "Come back from the provider", status: 303, run: finishSSO, problems: []string{"rate-limited", "sso-failed", "sso-not-connected", "identity-taken"}},
		{method: "GET", path: "/account/sso", on: onTenant, access: everyone, page: true, outside: true, summary: "One's own identities", status: 200, run: identitiesPage},
		{method: "POST", path: "/account/sso", on: onTenant, access: everyone, page: true, outside: true, summary: "Begin to connect an identity", status: 200, run: submitConnect, problems: []string{"sign-in-again"}},
		{method: "POST", path: "/account/sso/disconnect", on: onTenant, access: everyone, page: true, outside: true, summary: "Disconnect an identity from the page", in: identityFormFields, status: 303, run: submitDisconnect},
		{method: "GET", path: "/settings/sso", on: onTenant, access: admins, page: true, summary: "How the organisation's people sign in", status: 200, run: ssoPage},
		{method: "POST", path: "/settings/sso", on: onTenant, access: admins, page: true, summary: "Set it from the page", in: domain.SSOFields, status: 303, run: submitSSO},
		{method: "POST", path: "/logout", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Sign out from a page", status: 303, run: submitLogout},
		{method: "POST", path: "/login/passkey", on: onTenant, access: anyone, page: true, summary: "Sign in with a passkey from the page", in: passkeyFormFields, status: 303, run: submitPasskeyLogin},
		{method: "POST", path: "/login/mfa/passkey", on: onTenant, access: anyone, page: true, summary: "The second step with a passkey from the page", in: secondPasskeyFields, status: 303, run: submitMFAPasskey},
		{method: "GET", path: "/account/passkeys", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "One's own passkeys", status: 200, run: passkeysPage},
		{method: "POST", path: "/account/passkeys", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Keep the passkey that a browser has made", in: domain.NewPasskeyFields, status: 303, run: submitPasskey},
		{method: "GET", path: "/account/passkeys/new", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Form to add a passkey", status: 200, run: newPasskeyPage},
		{method: "POST", path: "/account/passkeys/new", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Ask the browser for a passkey", in: passkeyBeginFields, status: 200, run: submitNewPasskey},
		{method: "GET", path: "/account/passkeys/{id}/edit", on: onTenant, access: everyone, page: true, outside: true, summary: "Form to rename a passkey", status: 200, run: renamePasskeyPage},
		{method: "POST", path: "/account/passkeys/{id}/edit", on: onTenant, access: everyone, page: true, outside: true, summary: "Rename a passkey from the page", in: domain.Passkeys.Fields(), status: 303, run: submitRenamePasskey},
		{method: "GET", path: "/account/passkeys/{id}/remove", on: onTenant, access: everyone, page: true, outside: true, summary: "Form to remove a passkey", status: 200, run: removePasskeyPage},
		{method: "POST", path: "/account/passkeys/{id}/remove", on: onTenant, access: everyone, page: true, outside: true, summary: "Remove a passkey from the page", in: domain.ProofFields, status: 303, run: submitRemovePasskey},
		{method: "GET", path: "/{$}", on: onTenant, access: everyone, page: true, outside: true, menu: "Home", summary: "Home page", status: 200, run: homePage},
		{method: "GET", path: "/employees", on: onTenant, access: staffReaders, page: true, module: domain.ModuleHR, menu: "Employees", summary: "List of staff", query: employeeParams, status: 200, run: employeeListPage},
		{method: "GET", path: "/employees/new", on: onTenant, access: signedIn(domain.Admin, domain.HR), page: true, module: domain.ModuleHR, summary: "Form to add a member of staff", status: 200, run: newEmployeePage},
		{method: "POST", path: "/employees/new", on: onTenant, access: signedIn(domain.Admin, domain.HR), page: true, module: domain.ModuleHR, summary: "Add a member of staff from the page", in: employeeFormFields, status: 303, run: submitNewEmployee},
		{method: "GET", path: "/employees/{id}", on: onTenant, access: staffReaders, page: true, module: domain.ModuleHR, summary: "One staff record", status: 200, run: employeePage},
		{method: "GET", path: "/employees/{id}/edit", on: onTenant, access: staffWriters, page: true, module: domain.ModuleHR, summary: "Form to change a staff record", status: 200, run: editEmployeePage},
		{method: "POST", path: "/employees/{id}/edit", on: onTenant, access: staffWriters, page: true, module: domain.ModuleHR, summary: "Change a staff record from the page", in: employeeFormFields, partial: true, status: 303, run: submitEditEmployee},
		{method: "GET", path: "/ledger", on: onTenant, access: admins, page: true, menu: "Ledger", summary: "The ledger", query: ledgerPageParams, status: 200, run: ledgerPage},
		{method: "GET", path: "/sessions", on: onTenant, access: everyone, page: true, outside: true, summary: "One's own sessions", status: 200, run: sessionsPage},
		{method: "POST", path: "/sessions", on: onTenant, access: everyone, page: true, outside: true, summary: "End a session from the page", in: sessionFormFields, status: 303, run: submitEndSession},
		{method: "GET", path: "/forgot", on: onTenant, access: anyone, page: true, summary: "Page to ask for a new password", status: 200, run: forgotPage},
		{method: "POST", path: "/forgot", on: onTenant, access: anyone, page: true, summary: "Ask for a new password from the page", in: domain.ResetFields, status: 200, run: submitForgot},
		{method: "GET", path: "/reset/{token}", on: onTenant, access: anyone, page: true, summary: "Page to choose a new password", status: 200, run: resetPage},
		{method: "POST", path: "/reset/{token}", on: onTenant, access: anyone, page: true, summary: "Choose a new password from the page", in: resetFormFields, status: 303, run: submitReset},
		{method: "GET", path: "/invitation/{token}", on: onTenant, access: anyone, page: true, summary: "Page to accept an invitation", status: 200, run: invitationPage},
		{method: "POST", path: "/invitation/{token}", on: onTenant, access: anyone, page: true, summary: "Accept an invitation from the page", in: acceptFormFields, status: 303, run: submitInvitation},
		{method: "GET", path: "/users", on: onTenant, access: admins, page: true, menu: "Users", summary: "List of users", query: userParams, status: 200, run: userListPage},
		{method: "GET", path: "/users/new", on: onTenant, access: admins, page: true, summary: "Form to invite somebody", status: 200, run: newUserPage},
		{method: "POST", path: "/users/new", on: onTenant, access: admins, page: true, summary: "Invite somebody from the page", in: domain.InviteFields, status: 303, run: submitNewUser},
		{method: "GET", path: "/users/changes", on: onTenant, access: admins, page: true, summary: "Joiners, movers and leavers", query: movementParams, status: 200, run: userChangesPage},
		{method: "GET", path: "/users/{id}", on: onTenant, access: admins, page: true, summary: "One user", status: 200, run: userPage},
		{method: "GET", path: "/users/{id}/edit", on: onTenant, access: admins, page: true, summary: "Form to change a user", status: 200, run: editUserPage},
		{method: "POST", path: "/users/{id}/edit", on: onTenant, access: admins, page: true, summary: "Change a user from the page", in: userFormFields, status: 303, run: submitEditUser},
		{method: "GET", path: "/users/{id}/disable", on: onTenant, access: admins, page: true, summary: "Ask whether to disable a user", status: 200, run: disableUserPage},
		{method: "POST", path: "/users/{id}/disable", on: onTenant, access: admins, page: true, summary: "Disable a user", status: 303, run: submitDisableUser},
		{method: "GET", path: "/users/{id}/factors", on: onTenant, access: admins, page: true, summary: "Ask whether to remove a user's second factors", status: 200, run: removeFactorsPage},
		{method: "POST", path: "/users/{id}/factors", on: onTenant, access: admins, page: true, summary: "Remove a user's second factors", status: 303, run: submitRemoveFactors, problems: []string{"own-factors", "sign-in-again", "mail-unavailable"}},
		{method: "POST", path: "/users/{id}/enable", on: onTenant, access: admins, page: true, summary: "Enable a user", status: 303, run: submitEnableUser},
		{method: "POST", path: "/users/{id}/invitation", on: onTenant, access: admins, page: true, summary: "Send the invitation again from the page", status: 303, run: submitResend},
		{method: "GET", path: "/settings", on: onTenant, access: admins, page: true, menu: "Settings", summary: "What is asked of every account", status: 200, run: settingsPage},
		{method: "POST", path: "/settings/security", on: onTenant, access: admins, page: true, summary: "Change what is asked of every account from the page", in: domain.SecurityFields, status: 303, run: submitSecurity},
		{method: "GET", path: "/account", on: onTenant, access: everyone, page: true, outside: true, enrols: true, menu: "Your account", summary: "How one signs in", status: 200, run: accountPage},
		{method: "GET", path: "/account/password", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Form to change one's password", status: 200, run: passwordPage},
		{method: "POST", path: "/account/password", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Change one's password from the page", in: domain.PasswordChangeFields, status: 303, run: submitPassword},
		{method: "POST", path: "/account/authenticator/new", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Begin to set up one's authenticator app from the page", status: 303, run: submitEnrol},
		{method: "GET", path: "/account/authenticator", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Page to set up one's authenticator app", status: 200, run: authenticatorPage},
		{method: "POST", path: "/account/authenticator", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Set it up from the page", in: domain.TOTPConfirmFields, status: 200, run: submitConfirm},
		{method: "GET", path: "/account/authenticator/remove", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Form to remove one's authenticator app", status: 200, run: removePage},
		{method: "POST", path: "/account/authenticator/remove", on: onTenant, access: everyone, page: true, outside: true, enrols: true, summary: "Remove it from the page", in: domain.TOTPRemoveFields, status: 303, run: submitRemove},
		{method: "GET", path: "/assets/{file}", on: onAny, access: anyone, page: true, summary: "Static files", status: 200, run: assetFile},

		// The local default only
		{method: "POST", path: "/dev/seed", on: onPublic, access: anyone, devOnly: true, summary: "Load demo data", out: anyObject(), status: 200, run: devSeed},
		{method: "GET", path: "/dev/outbox", on: onTenant | onPublic, access: anyone, devOnly: true, page: true, summary: "Messages that would have been sent", out: anyObject(), status: 200, run: devOutbox},
		{method: "POST", path: "/dev/cron", on: onPublic, access: anyone, devOnly: true, summary: "Do what is scheduled", status: 204, run: devCron},
		{method: "GET", path: "/dev/panic", on: onAny, access: anyone, devOnly: true, summary: "Panic", status: 500, run: devPanic},
		{method: "GET", path: "/dev/slow", on: onAny, access: anyone, devOnly: true, summary: "Answer late", out: anyObject(), status: 200, run: devSlow},
	}
}

var (
	employeeParams = append([]param{{"q", "In name, email address or job title", textParam}, {"department", "Department, as it is written in the record", textParam}}, pageParams...)
	employeeSchema = recordSchema(domain.Employees)
)
