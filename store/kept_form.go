package store

import "ringfence/store/vault"

// A form that was posted when its session had ended is handed back to the
// browser, sealed: nothing of it is kept here.

// formPlace binds what somebody typed to their account and to the form's page.
func formPlace(account, path string) vault.Place {
	return vault.Place{Table: "kept form", Column: path, Row: account}
}

// SealForm seals what the holder of an account typed into the form at a path.
// Error: domain.ErrEncryption.
func (t *Tenant) SealForm(account, path, typed string) (string, error) {
	return t.gate.Seal(formPlace(account, path), typed)
}

// OpenForm opens what the caller typed into the form at a path; false if it is
// not theirs, not of that form, or not ours.
func (t *Tenant) OpenForm(path, sealed string) (typed string, ok bool) {
	who := t.gate.Access()
	if who == nil {
		return "", false
	}
	typed, err := t.gate.Unseal(formPlace(who.User.ID, path), sealed)
	return typed, err == nil
}
