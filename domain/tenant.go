package domain

// Tenant is an organisation as the registry knows it.
type Tenant struct {
	ID     string
	Slug   string
	Name   string
	Region string // "uk", "eu", "us" or "au"; fixed at creation
}

// ConsoleSlug is that of the operator's own host. No organisation has it.
const ConsoleSlug = "console"

// Roles are those that an account here can have.
func (t Tenant) Roles() Roles {
	if t.Slug == ConsoleSlug {
		return ConsoleRoles
	}
	return TenantRoles
}

// IsSlug reports whether text can be a slug: lower-case letters, digits and
// hyphens, a letter first, at most 40 of them.
func IsSlug(s string) bool {
	if s == "" || len(s) > 40 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for _, r := range s {
		if r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// Regions are where a tenant's database can live (PLAT-7).
var Regions = []string{"uk", "eu", "us", "au"}

var regionNames = map[string]string{"uk": "United Kingdom", "eu": "European Union", "us": "United States", "au": "Australia"}
