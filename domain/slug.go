package domain

import "strings"

// reservedSlugs are hostnames of ours, or would be taken for one.
var reservedSlugs = strings.Fields(`account accounts admin api app apps assets auth billing blog cdn connect console contact
	dashboard demo dev docs email error example ftp help host https imap info internal intranet legal localhost login mail
	mobile news nhs ns1 ns2 oauth office owner payments portal pop postmaster press privacy public register registry ringfence
	root sales secure security shop signin signup smtp sso staff staging static status stripe support system sysadmin test
	trust vpn webmail wiki www`)

const (
	shortestSlug = 3
	longestSlug  = 40
)

// SlugRefusal says why a slug cannot be had, or "" if it can: "too-short",
// "too-long", "malformed" or "reserved". Whether it is taken the registry knows.
func SlugRefusal(slug string) string {
	switch {
	case len(slug) < shortestSlug:
		return "too-short"
	case len(slug) > longestSlug:
		return "too-long"
	case !IsSlug(slug) || strings.HasSuffix(slug, "-") || strings.Contains(slug, "--"):
		return "malformed"
	}
	look := LooksLike(slug)
	for _, word := range reservedSlugs {
		if look == LooksLike(word) {
			return "reserved"
		}
	}
	return ""
}

// LooksLike is a slug with what is easily taken for another made the same:
// "northgate" and "n0rth-gate", "clinic" and "c1inic", "modern" and "modem".
// Two organisations may not look alike.
func LooksLike(slug string) string { return pairLooks.Replace(letterLooks.Replace(slug)) }

var (
	letterLooks = strings.NewReplacer("-", "", "0", "o", "1", "l", "i", "l", "5", "s", "2", "z", "8", "b", "9", "g", "q", "g", "u", "v")
	pairLooks   = strings.NewReplacer("rn", "m", "vv", "w", "cl", "d")
)

// SlugMessages say the refusals to a person.
var SlugMessages = map[string]string{
	"too-short": "Choose at least 3 characters",
	"too-long":  "Choose at most 40 characters",
	"malformed": "Use lower-case letters, digits and single hyphens, and begin with a letter",
	"reserved":  "This address is reserved. Choose another",
	"taken":     "This address is taken, or looks like one that is. Choose another",
}

// Slug is the kind of an organisation's address that can be had, for all that its
// text says.
var Slug = &Kind{refuse: func(value string) (code, message string) {
	code = SlugRefusal(value)
	return code, SlugMessages[code]
}}

// ErrSlugTaken refuses what another organisation has.
var ErrSlugTaken = &Error{Code: "slug-taken", Message: SlugMessages["taken"] + "."}

// RefuseSlug is the refusal of a slug as a field, or nil.
func RefuseSlug(slug string) error {
	if reason := SlugRefusal(slug); reason != "" {
		return Invalid(FieldError{"slug", reason, SlugMessages[reason]})
	}
	return nil
}
