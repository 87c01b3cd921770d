package store

import (
	"context"

	"ringfence/domain"
	"ringfence/store/registry"
	"ringfence/store/tenantdb"
)

// NewTenant is an organisation to provision. Everything in it may be given
// again: what exists already is left as it is.
type NewTenant struct {
	domain.Tenant        // ID is made
	Database      string // reference, as Config.Open knows it
	Windows       []domain.Window
	Accounts      []NewAccount
	Employees     []NewEmployee
	Records       []NewRecord // behind those that they name
	RequestID     string
	Origin        string // what links to its host begin with, for invitations
}

// NewAccount is an account to make; PasswordHash is a PHC string, TOTP the
// secret of an authenticator that is set up already, as domain.TOTPText
// writes it, or "".
type NewAccount struct {
	Email, Name  string
	Role         domain.Role
	PasswordHash string // "" for one that is invited
	TOTP         string
}

// NewEmployee is a staff record to make; Values stand beside
// domain.Employees.Columns, with manager_id an index into the list ("0" …)
// and Account the email address of its account, or "".
type NewEmployee struct {
	Account string
	Values  []string
}

// NewRecord is a record to make: values by column, the member of staff whom it
// is about by the index in the list of employees. By is the email address of
// the account that made the last move, if any; ID is made, unless others name it.
type NewRecord struct {
	ID      string
	Of      *domain.Resource
	Subject int
	Values  map[string]string
	By      string
}

// HashPassword is what an account to provision has of its password.
func (s *Store) HashPassword(ctx context.Context, pass string) (string, error) {
	hash, err := s.cfg.Passwords.Hash(ctx, pass)
	return hash, failed(err)
}

// Provision makes an organisation: its keys and row in the registry, its
// database brought to this build's schema, its windows, accounts and records,
// and the first entry of its ledger. Cut short, it continues where it
// stopped; on a tenant that exists it changes nothing. Errors: those of
// registry.Registry.Register, domain.Invalid.
func (s *Store) Provision(ctx context.Context, n NewTenant) error {
	reg, err := s.registry.Register(ctx, registry.NewTenant{Tenant: n.Tenant, Database: n.Database, Windows: n.Windows, RequestID: n.RequestID})
	if err != nil || reg.Active {
		return err
	}
	n.Tenant, n.Windows = reg.Tenant, reg.Windows
	site, err := s.registry.Open(ctx, reg)
	if err != nil {
		return err
	}
	if err := s.initialize(ctx, site, n); err != nil {
		return err
	}
	return s.registry.Activate(ctx, reg)
}

// initialize fills an organisation's empty database, once.
func (s *Store) initialize(ctx context.Context, site *tenantdb.Site, n NewTenant) error {
	by := Request{ID: n.RequestID, Origin: n.Origin}
	return (&Tenant{s, s.open(site).gate.AsSystem(domain.User{ID: "system"}, by)}).initializeDatabase(ctx, n)
}
