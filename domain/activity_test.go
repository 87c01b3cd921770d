package domain_test

import (
	"strings"
	"testing"

	"ringfence/domain"
)

type marks = map[string]string

// TestWords are what people read of the ledger.
func TestWords(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]domain.Deed{
		"signed in":                                           {Action: "auth.login"},
		"signed in with a password and a code":                {Action: "auth.login", After: marks{"method": "password+totp"}},
		"disabled {}'s account":                               {Action: "account.disable", Entity: "account"},
		"changed {}'s role from Human resources to Manager":   {Action: "account.role", Entity: "account", Before: marks{"role": "hr"}, After: marks{"role": "manager"}},
		"added the employee {}":                               {Action: "employee.create", Entity: "employee"},
		"linked {}'s staff record to a user":                  {Action: "employee.account", Entity: "employee"},
		"changed {}'s job title from Physiotherapist to Lead": {Action: "employee.update", Entity: "employee", Before: marks{"job_title": "Physiotherapist"}, After: marks{"job_title": "Lead"}},
		"changed {}'s department to Ward 3":                   {Action: "employee.update", Entity: "employee", After: marks{"department": "Ward 3"}},
		"changed {}'s department":                             {Action: "employee.update", Entity: "employee", Before: marks{"department": "Ward 3"}},
		"changed {}'s National Insurance number":              {Action: "employee.update", Entity: "employee", Before: marks{"ni_number": "fp:1"}, After: marks{"ni_number": "fp:2"}},
		"changed {}'s manager":                                {Action: "employee.update", Entity: "employee", After: marks{"manager_id": "abc"}},
		"changed {}'s job title and department":               {Action: "employee.update", Entity: "employee", After: marks{"department": "Ward 3", "job_title": "Lead"}},
		"changed 3 details of {}":                             {Action: "employee.update", Entity: "employee", After: marks{"department": "Ward 3", "job_title": "Lead", "end_date": "2026-01-01"}},
		"added an absence for {}":                             {Action: "absence.create", Entity: "absence"},
		"approved {}'s absence":                               {Action: "absence.approve", Entity: "absence"},
		"changed the first day of {}'s absence from 1 March 2026 to 2 March 2026": {Action: "absence.update", Entity: "absence", Before: marks{"first_day": "2026-03-01"}, After: marks{"first_day": "2026-03-02"}},
		"changed 3 details of {}'s absence":                                       {Action: "absence.update", Entity: "absence", After: marks{"kind": "sick", "first_day": "2026-03-02", "note": "fp:1"}},
		"changed {}'s absence":                                                    {Action: "absence.update", Entity: "absence"},
		"":                                                                        {Action: "absence.nosuch", Entity: "absence"},
	} {
		if got := d.Words(); got != want {
			t.Errorf("%s: %q, want %q", d.Action, got, want)
		}
	}
}

// TestResourceWords: a declared resource has words for all that can be done to
// its records, and no id or fingerprint in them.
func TestResourceWords(t *testing.T) {
	t.Parallel()
	for _, r := range domain.Resources {
		verbs := []string{"create", "update"}
		if r.States != nil {
			for _, m := range r.States.Moves {
				verbs = append(verbs, m.Name)
			}
		}
		for _, verb := range verbs {
			d := domain.Deed{Action: r.Entity + "." + verb, Entity: r.Entity}
			first, _, _ := strings.Cut(d.Words(), " ")
			if !strings.HasSuffix(first, "ed") || !strings.Contains(d.Words(), "{}") {
				t.Errorf("%s: %q", d.Action, d.Words())
			}
		}
		if d := (domain.Deed{Entity: r.Entity}); d.Unnamed() == "something" {
			t.Errorf("a %s without a name is %q", r.Entity, d.Unnamed())
		}
		for _, c := range r.Columns {
			d := domain.Deed{Action: r.Entity + ".update", Entity: r.Entity, Before: marks{c.Name: "fp:0"}, After: marks{c.Name: "fp:1"}}
			if hides := c.Class != domain.Fact || c.Of != ""; hides && (strings.Contains(d.Words(), "fp:") || !d.Changes()[0].Hidden) {
				t.Errorf("%s.%s: %q", r.Entity, c.Name, d.Words())
			}
		}
	}
}

func TestActorNames(t *testing.T) {
	t.Parallel()
	for name, actor := range map[string]string{"someone": "anonymous", "Ringfence": "system", "Ringfence Support": "operator", "Amara": "", "": ""} {
		if got := domain.ActorNamed(name); got != actor {
			t.Errorf("%q is %q, want %q", name, got, actor)
		}
	}
}
