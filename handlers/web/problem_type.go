package web

// ProblemType is what the code of a refusal means in HTTP.
type ProblemType struct {
	Code   string
	Status int
	Title  string
	About  string // what happened and what helps, for who follows the problem's type
}

// Path is the address of the type (RFC 9457 §3.1.1).
func (p ProblemType) Path() string { return problemPath + p.Code }

// ProblemTypeOf is the type of that code, or false.
func ProblemTypeOf(code string) (ProblemType, bool) {
	k, ok := problemTypes[code]
	return ProblemType{code, k.status, k.title, k.about}, ok
}

type problemKind struct {
	status       int
	title, about string
}

// problemTypes maps every code to its status, in one place.
var problemTypes = map[string]problemKind{
	"invalid-request": {400, "There is a problem",
		"A field or a parameter is missing, unknown or malformed. The errors member names each one."},
	"invalid-token": {400, "The link does not work",
		"The link was used before, has expired, or is not whole. Ask for a new one."},
	"idempotency-key-required": {400, "Idempotency-Key is required",
		"Send the request with an Idempotency-Key header of your own making, so that it can be repeated safely."},
	"unauthenticated": {401, "Sign in to continue",
		"There is no session, or it has ended. Sign in and try again."},
	"invalid-credentials": {401, "Sign-in failed",
		"The email address or the password is wrong. Which of them is not said."},
	"invalid-code": {401, "The code was not accepted",
		"The code is wrong, was used before, or came too late. Use the one that is shown now."},
	"invalid-passkey": {401, "The passkey was not accepted",
		"The passkey is not known here, or its answer does not fit what was asked. Begin again."},
	"sso-failed": {401, "Sign-in did not work",
		"The identity provider refused, or its answer could not be trusted. Begin again."},
	"sso-not-connected": {401, "Not connected to an account",
		"What you signed in with at the provider is connected to no account here. Connect it from your account first."},
	"subscription-not-started": {402, "The subscription has not started",
		"The organisation's subscription begins later. Until then only its administrators can sign in."},
	"subscription-lapsed": {402, "The subscription has ended",
		"The organisation's subscription is over. Its administrators can still sign in."},
	"subscription-suspended": {402, "The subscription is suspended",
		"The organisation's subscription is on hold. Its administrators can still sign in."},
	"forbidden": {403, "You do not have access",
		"Your role does not allow this. An administrator of your organisation decides on roles."},
	"mfa-enrolment-required": {403, "A second factor is required",
		"Your role or your organisation asks for a second factor. Set one up, then go on."},
	"password-sign-in-off": {403, "Passwords are not used here",
		"Your organisation signs in through its identity provider."},
	"sign-in-again": {403, "Sign in again",
		"This needs a sign-in of the last 10 minutes. Sign in again, then repeat it."},
	"cross-site": {403, "Sent from another site",
		"A browser sent this on behalf of another site. Only this site's own pages may."},
	"module-not-licensed": {403, "Not in your organisation's plan",
		"Your organisation's plan does not include this part of the application."},
	"unknown-host": {404, "Page not found",
		"No organisation is served at this hostname."},
	"not-found": {404, "Not found",
		"There is no such page or record, or none that you may see."},
	"method-not-allowed": {405, "Method not allowed",
		"The address is right and the method is not. The Allow header names those that are."},
	"request-timeout": {408, "It took too long",
		"The body did not arrive in time. Send the request again."},
	"invalid-signature": {400, "The signature is not good",
		"The message is not signed with a secret that is known here, or was signed too long ago."},
	"billing-unavailable": {503, "Payments are not possible",
		"Stripe is not set up here, or cannot be reached. Nothing was charged."},
	"slug-taken": {409, "The address is taken",
		"Another organisation has this address, or one that looks like it. Choose another."},
	"subscription-overlap": {409, "Two windows would overlap",
		"Windows of one organisation may follow each other and may not overlap. Choose other times, or shorten the other window."},
	"job-limit": {409, "Too much is under way",
		"The organisation has as much long work under way as it may. Wait until some of it is done."},
	"own-factors": {409, "Your own account",
		"Another administrator has to do this for you."},
	"last-factor": {409, "Your last second factor",
		"You need a second factor and this is the only one. Set up another first."},
	"no-second-factor": {409, "No second factor",
		"The account has no second factor, and so no recovery codes. Set one up first."},
	"passkey-limit": {409, "Too many passkeys",
		"The account has as many passkeys as it may. Remove one first."},
	"already-enrolled": {409, "Already set up",
		"An authenticator app is set up. Remove it before you set up another."},
	"storage-limit": {409, "No room for more files",
		"The organisation keeps as many bytes of files as it may. Remove files that are not needed, or ask for more room."},
	"wrong-state": {409, "Not in this state",
		"The record is in a state in which this makes no sense. Read it again: somebody may have moved it on."},
	"absence-overlap": {409, "Away at this time already",
		"Another absence of the same person covers part of this time. Change or cancel that one first."},
	"conflict": {409, "Changed by somebody else",
		"The record changed while you were working on it. Read it again, then decide again."},
	"identity-taken": {409, "Connected to another account",
		"What you signed in with at the provider opens another account. Disconnect it there first."},
	"last-way-in": {409, "The only way in",
		"Without this nobody could sign in to the account. Add another way first."},
	"email-taken": {409, "There is such an account",
		"An account of the organisation has this email address."},
	"last-admin": {409, "The last administrator",
		"The organisation needs an administrator who can sign in. Make another first."},
	"not-invited": {409, "Not waiting to be accepted",
		"The invitation was accepted already, or there is none."},
	"seat-limit": {409, "Every seat is taken",
		"The plan has no seat left. Disable an account, or ask for more seats."},
	"idempotency-in-progress": {409, "Still running",
		"A request with this Idempotency-Key is still being worked on. Repeat it shortly."},
	"precondition-failed": {412, "This record was changed",
		"The record is no longer at the version that If-Match names. Read it again, then decide again."},
	"too-large": {413, "Too large",
		"The body is larger than this address takes."},
	"unsupported-media-type": {415, "Unsupported media type",
		"The Content-Type is not one that this address takes."},
	"idempotency-key-reused": {422, "Idempotency-Key was used before",
		"The key belongs to another request. Use a new key for each."},
	"rate-limited": {429, "Too many attempts",
		"Wait as long as Retry-After says, then try again."},
	"internal-error": {500, "Something went wrong",
		"The fault is ours, and nothing was changed. Quote the request's id if you ask for help."},
	"busy": {503, "Busy",
		"Too much is asked of the application at once. Repeat the request shortly."},
	"database-unavailable": {503, "The records cannot be reached",
		"The organisation's database does not answer. Repeat the request shortly."},
	"encryption-unavailable": {503, "Encryption is not available",
		"The keys of sealed fields cannot be reached. The operator has to act."},
	"file-unavailable": {503, "The file cannot be opened",
		"The file's content cannot be reached, or is not what was put there. Repeat the request shortly; if it stays so, the operator has to act."},
	"mail-unavailable": {503, "Messages cannot be sent",
		"No email can be sent at the moment, and this needs one. The operator has to act."},
	"session-unavailable": {503, "Signing in is not available",
		"Sessions cannot be signed at the moment. The operator has to act."},
	"sso-unavailable": {503, "The identity provider cannot be reached",
		"The organisation's provider does not answer. Try again shortly, or sign in another way."},
}
