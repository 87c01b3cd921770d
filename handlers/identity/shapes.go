package identity

import (
	"ringfence/domain"
	"ringfence/handlers/web"
)

// The shapes of the answers, by their names in the OpenAPI document.
var (
	person = web.Named("Person", web.Object(web.Has("id", web.Text), web.Has("email", web.Email),
		web.Has("name", web.Text), web.Has("role", role)))

	role = web.OneOf(domain.AllRoles.Names()...)

	account = web.Named("User", web.Object(web.Has("id", web.Text), web.Has("email", web.Email),
		web.Has("name", web.Text), web.Has("role", role),
		web.Has("state", web.OneOf(domain.AccountStates...)), web.Has("disabled", web.Boolean),
		web.Has("second_factors", web.ListOf(web.OneOf(factors...))), web.Has("last_sign_in_at", web.OrNull(web.Time)),
		web.Has("version", web.Integer), web.Has("created_at", web.Time), web.Has("updated_at", web.Time)))

	somebody = web.Object(web.Has("id", web.Text), web.Has("name", web.OrNull(web.Text)), web.Has("email",
		web.OrNull(web.Email)))

	movement = web.Named("UserChange", web.Object(web.Has("at", web.Time),
		web.Has("change", web.OneOf("joined", "accepted", "moved", "left", "returned")),
		web.Has("user", somebody), web.Has("by", somebody),
		web.Has("role_before", web.OrNull(web.Text)), web.Has("role_after", web.OrNull(web.Text))))

	sessionBegun = web.Named("SignedIn", web.Object(web.Has("token", web.Text), web.Has("expires_at", web.Time),
		web.Has("user", person)))

	secondStep = web.Named("SecondFactorAsked", web.Object(web.Has("mfa_required", web.True),
		web.Has("challenge", web.Text)))

	currentSession = web.Named("CurrentSession", web.Object(web.Has("user", person),
		web.Has("tenant", web.Object(web.Has("slug", web.Text), web.Has("name", web.Text),
			web.Has("region", web.OneOf(domain.Regions...)))),
		web.Has("subscription",
			web.Object(web.Has("status", web.OneOf("active", "not-started", "lapsed", "suspended")),
				web.Has("plan", web.OrNull(web.Text)), web.Has("modules", web.Texts),
				web.Has("valid_from", web.OrNull(web.Time)), web.Has("valid_until", web.OrNull(web.Time))))))

	sessionShape = web.Named("Session", web.Object(web.Has("id", web.Text), web.Has("device", web.Text),
		web.Has("created_at", web.Time),
		web.Has("last_used_at", web.Time), web.Has("expires_at", web.Time), web.Has("current", web.Boolean)))

	passkeyMembers = []web.Member{web.Has("id", web.Text), web.Has("name", web.Text), web.Has("host", web.Text),
		web.Has("synced", web.Boolean), web.Has("created_at", web.Time), web.Has("last_used_at", web.OrNull(web.Time))}

	passkeyShape = web.Named("Passkey", web.Object(passkeyMembers...))

	passkeyAdded = web.Named("PasskeyAdded", web.Object(append(passkeyMembers, web.Has("recovery_codes", web.Texts))...))

	passkeyAsked = web.Named("PasskeyOptions",
		web.Object(web.Has("publicKey", web.AnyObject))) // as Web Authentication has it

	totpBegun = web.Named("Authenticator", web.Object(web.Has("secret", web.Text), web.Has("otpauth_url", web.Text),
		web.Has("qr_svg", web.Text)))

	recoveryCodes = web.Named("RecoveryCodes", web.Object(web.Has("recovery_codes", web.Texts)))

	securityShape = web.Named("SecuritySettings", web.Object(web.Has("mfa_required_for_all", web.Boolean)))

	ssoShape = web.Named("SingleSignOn", web.Object(
		web.Has("mode", web.OneOf(string(domain.PasswordOnly), string(domain.SSOOnly), string(domain.SSOOrPass))),
		web.Has("issuer", web.OrNull(web.Text)), web.Has("client_id", web.OrNull(web.Text)),
		web.Has("client_secret_set", web.Boolean), web.Has("redirect_uri", web.Text)))

	identityShape = web.Named("Identity", web.Object(web.Has("id", web.Text), web.Has("issuer", web.Text),
		web.Has("created_at", web.Time)))
)
