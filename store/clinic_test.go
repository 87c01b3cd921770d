package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"ringfence/domain"
	"ringfence/store"
)

// oldHash is "passwd" under parameters of long ago (RFC 7914 §11).
const oldHash = "$pbkdf2-sha256$i=1,r=1$c2FsdA$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw"

// secret is of the admin's authenticator.
var secret = []byte("12345678901234567890") // RFC 6238, appendix B

// clinic is a tenant with one account a role and their records: the manager
// reports to the admin, the employee to the manager, the others to nobody.
func clinic(slug string) store.NewTenant {
	n := store.NewTenant{Tenant: domain.Tenant{Slug: slug, Name: "The " + slug, Region: "uk"}, RequestID: "r-" + slug,
		Windows: []domain.Window{{ID: "w-" + slug, Plan: "standard", Modules: "hr,consent", Seats: 10, From: noon - day, Until: noon + 30*day}}}
	managers := map[string]string{"manager": "0", "employee": "1"}
	for _, name := range domain.TenantRoles.Names() {
		role, _ := domain.ParseRole(name)
		email := name + "@" + slug + ".example"
		account := store.NewAccount{Email: email, Name: name, Role: role, PasswordHash: oldHash}
		if role == domain.Admin {
			account.TOTP = domain.TOTPText(secret)
		}
		n.Accounts = append(n.Accounts, account)
		n.Employees = append(n.Employees, store.NewEmployee{Account: email, Values: person(name, email, managers[name])})
	}
	return n
}

func person(name, email, manager string) []string {
	return values(map[string]string{"given_name": name, "family_name": "Test", "email": email, "manager_id": manager,
		"department": "Ward 3", "ni_number": "AB123456C", "date_of_birth": "1980-02-03", "address": "1 Hill Rd\nBath",
		"bank_account": "00733445", "sort_code": "309430"})
}

func values(given map[string]string) []string {
	list := make([]string, len(domain.Employees.Columns))
	for name, value := range given {
		list[domain.Employees.Index(name)] = value
	}
	return list
}

// clinicFiles are the databases of a world with one tenant, "north", made once.
var clinicFiles = sync.OnceValue(func() map[string][]byte {
	dir, err := os.MkdirTemp("", "clinic")
	must(panics{}, err)
	defer os.RemoveAll(dir)
	w := openWorld(panics{}, dir)
	must(panics{}, w.Provision(context.Background(), clinic("north")))
	must(panics{}, w.Close())
	files := map[string][]byte{}
	for _, name := range []string{"registry.db", "north.db"} {
		files[name], err = os.ReadFile(filepath.Join(dir, name))
		must(panics{}, err)
	}
	return files
})

// panics fails what no single test is to blame for.
type panics struct{ testing.TB }

func (panics) Helper()           {}
func (panics) Cleanup(func())    {}
func (panics) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// withClinic is a world with one tenant, "north".
func withClinic(t testing.TB) *world {
	t.Helper()
	dir := t.TempDir()
	for name, content := range clinicFiles() {
		must(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	w := openWorld(t, dir)
	d, err := w.open("north", "uk") // for the test itself
	must(t, err)
	t.Cleanup(func() { d.Close() })
	return w
}
