package domain

import "time"

const (
	// PasskeyChallengeLife is how long a browser may take over a ceremony.
	PasskeyChallengeLife = 5 * time.Minute
	// MostPasskeys is how many an account may have.
	MostPasskeys = 20
)

// Passkeys declares the keys that people sign in with (AUTH-7).
var Passkeys = &Table{
	Name:   "passkeys",
	Entity: "passkey",
	Held:   Held{Account: "account_id", Also: Fields{madeAt, lastUsed}},
	Columns: []Column{
		{Field: Field{Name: "name", Label: "Name", Hint: "For example, Ward 3 tablet", Required: true, Max: 60}, Class: Personal},
	},
}

// ProofFields prove anew who asks, where signing in was too long ago.
var ProofFields = Fields{{Name: "password", Label: "Password", Kind: Secret}}

// What browsers answer, in base64url; the bounds are far above what
// authenticators make.
var (
	clientDataField = Field{Name: "client_data", Label: "Client data", Kind: Bytes, Required: true, Max: 4000}
	authDataField   = Field{Name: "authenticator_data", Label: "Authenticator data", Kind: Bytes, Required: true, Max: 8000}
	credentialField = Field{Name: "id", Label: "Passkey", Kind: Bytes, Required: true, Max: 1400}
	signatureField  = Field{Name: "signature", Label: "Signature", Kind: Bytes, Required: true, Max: 1400}
)

// NewPasskeyFields are a passkey that has been made.
var NewPasskeyFields = append(Passkeys.Fields(), clientDataField, authDataField,
	Field{Name: "public_key", Label: "Public key", Kind: Bytes, Required: true, Max: 1400},
	Field{Name: "transports", Label: "Transports", Max: 100})

// PasskeyFields are a passkey that is used to sign in.
var PasskeyFields = Fields{credentialField, clientDataField, authDataField, signatureField,
	{Name: "user_handle", Label: "User handle", Kind: Bytes, Required: true, Max: 100}}

// MFAPasskeyStart asks for the second step of signing in by a passkey.
var MFAPasskeyStart = Fields{{Name: "challenge", Label: "Challenge", Kind: ID, Required: true}}

// MFAPasskeyFields are a passkey that is used as the second step.
var MFAPasskeyFields = Fields{MFAPasskeyStart[0], credentialField, clientDataField, authDataField, signatureField,
	{Name: "user_handle", Label: "User handle", Kind: Bytes, Max: 100}}

// The refusals.
var (
	ErrPasskey      = &Error{Code: "invalid-passkey", Message: "The passkey was not accepted, or its use took too long. Try again, or sign in another way."}
	ErrProof        = &Error{Code: "sign-in-again", Message: "You signed in a while ago. Enter your password, or sign in again, to change how you sign in."}
	ErrLastFactor   = &Error{Code: "last-factor", Message: "You must keep a second factor. Add another one before you remove this one."}
	ErrManyPasskeys = &Error{Code: "passkey-limit", Message: "You have as many passkeys as an account may have. Remove one that you no longer use."}
)
