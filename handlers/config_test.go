package handlers

import (
	"strings"
	"testing"

	"ringfence/store/breach"
)

// TestPasswordWork: keys are derived at full strength whatever the environment
// says, except in the local default under localhost.
func TestPasswordWork(t *testing.T) {
	t.Parallel()
	const full = "i=100000,r=6"
	for variables, want := range map[string]string{
		"DEV=1,PASSWORD_ITERATIONS=1000":                               "i=1000,r=1",
		"DEV=1,BASE_DOMAIN=localhost,PASSWORD_ITERATIONS=1000":         "i=1000,r=1",
		"DEV=1,BASE_DOMAIN=ringfence.example,PASSWORD_ITERATIONS=1000": full,
		"DEV=1,PASSWORD_ITERATIONS=":                                   full,
		"DEV=1,PASSWORD_ITERATIONS=0":                                  full,
		"DEV=1,PASSWORD_ITERATIONS=-1":                                 full,
		"DEV=1,PASSWORD_ITERATIONS=few":                                full,
		"DEV=1,PASSWORD_ITERATIONS=99999999999999999999":               full,
		"DEV=,PASSWORD_ITERATIONS=1000":                                full,
		"DEV=0,PASSWORD_ITERATIONS=1000":                               full,
		"DEV=true,PASSWORD_ITERATIONS=1":                               full,
	} {
		a := newApp(t, strings.Split(variables, ",")...)
		if got := strings.Split(a.passwordWork().Nobody(), "$")[2]; got != want {
			t.Errorf("%s: %s, want %s", variables, got, want)
		}
	}
}

// TestReachedOutside: which providers and which list of breached passwords are
// asked, by what is set.
func TestReachedOutside(t *testing.T) {
	t.Parallel()
	for variables, want := range map[string]struct {
		loopback, private bool
		breaches          string
	}{
		"":                                  {false, false, breach.Public},
		"DEV=1":                             {true, false, ""},
		"SSO_PRIVATE_NETWORK=1":             {false, true, breach.Public},
		"SSO_PRIVATE_NETWORK=0":             {false, false, breach.Public},
		"SSO_PRIVATE_NETWORK=true":          {false, false, breach.Public},
		"HIBP_BASE=https://hibp.test":       {false, false, "https://hibp.test"},
		"DEV=1,HIBP_BASE=https://hibp.test": {true, false, "https://hibp.test"},
	} {
		a := newApp(t, strings.Split(variables, ",")...)
		p, b := a.providers(), a.breaches()
		if p.Loopback != want.loopback || p.Private != want.private || b.Base != want.breaches || b.HTTP == nil {
			t.Errorf("%s: %+v, %q", variables, p, b.Base)
		}
	}
}
