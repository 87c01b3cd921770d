package domain_test

import (
	"math/bits"
	"slices"
	"testing"

	"ringfence/domain"
)

func TestRoles(t *testing.T) {
	t.Parallel()
	names := []string{"admin", "manager", "hr", "clinical", "finance", "readonly", "employee"}
	console := []string{"owner", "billing", "support"}
	if got := domain.TenantRoles.Names(); !slices.Equal(got, names) {
		t.Fatalf("roles %q, want %q", got, names)
	}
	if got := domain.ConsoleRoles.Names(); !slices.Equal(got, console) {
		t.Fatalf("the console's roles are %q, want %q", got, console)
	}
	names = append(names, console...)
	if got := domain.AllRoles.Names(); !slices.Equal(got, names) {
		t.Errorf("all roles are %q", got)
	}
	for _, name := range names {
		role, ok := domain.ParseRole(name)
		if !ok || role.String() != name || role.Label() == "" || bits.OnesCount32(uint32(role)) != 1 {
			t.Errorf("%s: %v %q %q", name, role, role.String(), role.Label())
		}
		if only := domain.Only(role); !only.Has(role) || len(only.Names()) != 1 {
			t.Errorf("only %s: %q", name, only.Names())
		}
	}
}

// TestNoRole: what is not a role is in no set, not even in that of everybody.
func TestNoRole(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "Admin", "root", "admin "} {
		if role, ok := domain.ParseRole(name); ok || role != 0 || domain.AllRoles.Has(role) {
			t.Errorf("%q: role %v", name, role)
		}
	}
	var nobody domain.Roles
	if nobody.Has(domain.Admin) || nobody.Has(0) || nobody.Names() != nil || domain.Role(0).String() != "" {
		t.Error("the empty set holds somebody")
	}
	if set := domain.Only(domain.HR, domain.Finance); set.Has(domain.Admin) || !set.Has(domain.HR) || !set.Has(domain.Finance) {
		t.Errorf("hr and finance: %q", set.Names())
	}
}
