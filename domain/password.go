package domain

import "strings"

// PasswordLength is the fewest characters of a password (OWASP ASVS 6.2.1).
// There is no most, and none of them has to be of a certain kind.
const PasswordLength = 8

// CheckPassword refuses a password that is too short, or that anybody would
// try who knows whose it is: the whole of one of these words, or the product's
// name with digits behind it (ASVS 6.1.2, 6.2.11). Whether it is known from a
// breach is asked elsewhere. Nil: nothing is wrong with it.
func CheckPassword(field, pass string, about ...string) *FieldError {
	if runes(pass) < PasswordLength {
		return &FieldError{field, "too-short", "Use at least 8 characters"}
	}
	plain := plainWord(pass)
	guessable := strings.TrimRight(plain, "0123456789") == "ringfence"
	for _, word := range about {
		guessable = guessable || plain == plainWord(word)
	}
	if guessable {
		return &FieldError{field, "guessable", "Choose a password that is not made of your name, your email address or your organisation's name"}
	}
	return nil
}

// BreachedPassword is what is wrong with one that is known from a breach.
func BreachedPassword(field string) *FieldError {
	return &FieldError{field, "breached", "This password is known from a data breach. Choose another, and change it wherever else you use it"}
}

// plainWord is a word as a guesser spells it: no case, no spaces.
func plainWord(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}
