package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
	"ringfence/store/webauthn"
)

// KnownPasskey is one by which a browser may find it.
type KnownPasskey struct{ Credential, Transports string } // base64url; words

// Ceremony is what a browser is asked for.
type Ceremony struct {
	Challenge string // base64url
	User      domain.User
	Known     []KnownPasskey
}

const proofSQL = `SELECT id, password_hash FROM accounts WHERE id = ?`

// proveRecently runs the queries for somebody who has signed in not long
// ago, or gives the account's password (OWASP ASVS 7.5.1). attempt is to be
// taken back; nil without a password. Errors: domain.ErrProof,
// "invalid-request" naming password, domain.RateLimited.
func (t *Tenant) proveRecently(ctx context.Context, pass string, queries ...tenantdb.Query) ([]db.Rows, *tenantdb.Attempt, error) {
	queries = append([]tenantdb.Query{tenantdb.Select(proofSQL, db.Text(t.gate.Request().AccountID))}, queries...)
	if pass == "" {
		rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query { return queries })
		if err != nil {
			return nil, nil, err
		}
		if !t.signedInLately() {
			return nil, nil, domain.ErrProof
		}
		return rows[1:], nil, nil
	}
	a, err := t.gate.Attempt(proofAttempts, "?", db.Text(t.gate.Request().AccountID))
	if err != nil {
		return nil, nil, err
	}
	rows, err := a.Read(ctx, steps(queries)...)
	if err != nil {
		return nil, nil, err
	}
	o := owner{id: rows[0][0][0].S, sealedPassword: rows[0][0][1].S}
	if err := t.provesPassword(ctx, o, a, "password", pass); err != nil {
		return nil, nil, err
	}
	return rows[1:], a, nil
}

// BeginPasskey asks for a new passkey of the caller's at a host, on recent
// proof of who asks. What the browser makes belongs to the same session.
// Errors: domain.ErrManyPasskeys, and those of proveRecently.
func (t *Tenant) BeginPasskey(ctx context.Context, at Host, pass string) (*Ceremony, error) {
	rows, a, err := t.proveRecently(ctx, pass, tenantdb.Select(`SELECT credential_id, transports, host FROM passkeys WHERE account_id = ?`, db.Text(t.gate.Request().AccountID)))
	if err != nil {
		return nil, err
	}
	if a != nil {
		if err := a.GiveBack(ctx); err != nil {
			return nil, err
		}
	}
	if len(rows[0]) >= domain.MostPasskeys {
		return nil, domain.ErrManyPasskeys
	}
	c := &Ceremony{User: t.gate.Access().User}
	for _, row := range rows[0] {
		if row[2].S == at.Name {
			c.Known = append(c.Known, KnownPasskey{row[0].S, row[1].S})
		}
	}
	c.Challenge, err = t.issue(toRegister(t.gate.Request().SessionID), at.Name)
	return c, err
}

// NewPasskey is what a browser has made, in base64url but for the words.
type NewPasskey struct{ Name, Transports, ClientData, AuthData, PublicKey string }

// newSQL: what must hold for a new passkey. Arguments: credential, account,
// the most of them.
const newSQL = `NOT EXISTS (SELECT 1 FROM passkeys WHERE credential_id = ?)
  AND (SELECT count(*) FROM passkeys WHERE account_id = ?) < ?`

// AddPasskey keeps a passkey that BeginPasskey asked for, and ends the
// account's other sessions. It returns recovery codes, which are kept nowhere,
// if the account has none left. Error: "invalid-request" naming client_data.
func (t *Tenant) AddPasskey(ctx context.Context, at Host, n NewPasskey) (Passkey, []string, *Change, error) {
	client := bytesOf(n.ClientData)
	spent := tokenHash(webauthn.ChallengeOf(client))
	made, refused := t.party(at, toRegister(t.gate.Request().SessionID)).Register(webauthn.Registration{
		ClientData: client, AuthData: bytesOf(n.AuthData), PublicKey: bytesOf(n.PublicKey)})
	account := t.gate.Request().AccountID
	fits := []db.Value{db.Text(textOf(made.ID)), db.Text(account), db.Int(domain.MostPasskeys)}
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT `+newSQL, fits...),
			tenantdb.Select(`SELECT `+spentSQL+`, `+codesLeftSQL, db.Text(spent), db.Text(account))}
	})
	if err != nil {
		return Passkey{}, nil, nil, err
	}
	if refused != nil || !rows[0][0][0].Bool() || rows[1][0][0].Bool() {
		return Passkey{}, nil, nil, errNewPasskey
	}
	p := Passkey{ID: NewID(), Name: n.Name, Host: at.Name, Synced: made.BackedUp, CreatedAt: t.gate.Now()}
	stmts := append(t.spend(spent), tenantdb.Require(``+newSQL, fits...),
		db.Q(`INSERT INTO passkeys (id, account_id, credential_id, host, public_key, sign_count, name, transports, backup_eligible, backed_up, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, db.Text(p.ID), db.Text(account), fits[0], db.Text(p.Host), db.Text(textOf(made.PublicKey)),
			db.Int(made.Count), db.Text(p.Name), db.Text(transportsOf(n.Transports)), db.Bool(made.Portable), db.Bool(p.Synced), db.Int(p.CreatedAt)))
	e, err := t.gate.Difference("auth.passkey-add", domain.Passkeys, domain.Record{}, p.record())
	if err != nil {
		return p, nil, nil, err
	}
	recovery, codes, err := t.firstCodes(account, rows[1][0][1].Bool())
	if err != nil {
		return p, nil, nil, err
	}
	return p, recovery, t.gate.Begin(e).Exec(stmts...).Exec(codes...).
		Exec(t.endOthers(account, t.gate.Request().SessionID)...), nil
}

// steps are queries to run behind an attempt.
func steps(queries []tenantdb.Query) []tenantdb.Step {
	list := make([]tenantdb.Step, len(queries))
	for i, q := range queries {
		list[i] = q
	}
	return list
}

var errNewPasskey = domain.Invalid(domain.FieldError{Field: "client_data", Code: "refused",
	Message: "The passkey was not accepted: it is known already, or making it took too long. Begin again."})
