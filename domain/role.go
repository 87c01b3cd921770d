package domain

// Role is one of the roles (ROLE); Roles a set of them. No role at all is not
// a role.
type (
	Role  uint32
	Roles uint32
)

// NoRole is the set of nobody: a column that the application alone writes.
const NoRole Roles = 1 << 31

// The roles.
const (
	Admin Role = 1 << iota
	Manager
	HR
	Clinical
	Finance
	ReadOnly
	Employee
	Owner // of the console, and those below
	Billing
	Support
)

// Who can sign in: an organisation's people, the operator's people at the
// console, and either. Administrators look after the accounts of where they are.
const (
	TenantRoles    = Roles(Admin | Manager | HR | Clinical | Finance | ReadOnly | Employee)
	ConsoleRoles   = Roles(Owner | Billing | Support)
	AllRoles       = TenantRoles | ConsoleRoles
	Administrators = Roles(Admin | Owner)
)

var roleNames = []struct {
	role        Role
	name, label string
}{
	{Admin, "admin", "Administrator"},
	{Manager, "manager", "Manager"},
	{HR, "hr", "Human resources"},
	{Clinical, "clinical", "Clinician"},
	{Finance, "finance", "Finance"},
	{ReadOnly, "readonly", "Read only"},
	{Employee, "employee", "Employee"},
	{Owner, "owner", "Owner"},
	{Billing, "billing", "Billing"},
	{Support, "support", "Support"},
}

// Administers reports whether the role looks after accounts.
func (r Role) Administers() bool { return Administrators.Has(r) }

// ParseRole is the role of that name, or false.
func ParseRole(name string) (Role, bool) {
	for _, r := range roleNames {
		if r.name == name {
			return r.role, true
		}
	}
	return 0, false
}

func (r Role) String() string {
	for _, n := range roleNames {
		if n.role == r {
			return n.name
		}
	}
	return ""
}

// Label is the role in words for a page.
func (r Role) Label() string {
	for _, n := range roleNames {
		if n.role == r {
			return n.label
		}
	}
	return ""
}

// Only is the set of the given roles.
func Only(roles ...Role) Roles {
	var set Roles
	for _, r := range roles {
		set |= Roles(r)
	}
	return set
}

// Has reports whether the set holds r.
func (s Roles) Has(r Role) bool { return r != 0 && s&Roles(r) != 0 }

// Names are the set's roles as they are stored, in the contract's order.
func (s Roles) Names() []string {
	var names []string
	for _, n := range roleNames {
		if s.Has(n.role) {
			names = append(names, n.name)
		}
	}
	return names
}
