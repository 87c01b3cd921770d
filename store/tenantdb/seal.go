package tenantdb

import (
	"ringfence/domain"
	"ringfence/store/vault"
)

// Seal encrypts a value for its place (VAULT-1). Error: domain.ErrEncryption.
func (h *Handle) Seal(p vault.Place, plain string) (string, error) {
	if h.site.keysErr != nil {
		return "", ToDomainError(h.site.keysErr)
	}
	sealed, err := h.site.keys.Seal(p, plain)
	return sealed, ToDomainError(err)
}

// Unseal decrypts a value of a place. Error: domain.ErrEncryption.
func (h *Handle) Unseal(p vault.Place, sealed string) (string, error) {
	if h.site.keysErr != nil {
		return "", ToDomainError(h.site.keysErr)
	}
	plain, err := h.site.keys.Open(p, sealed)
	return plain, ToDomainError(err)
}

// Fingerprint stands for a value that must not be seen: equal for equal values
// of one place, and of no use without the tenant's key. Error: domain.ErrEncryption.
func (h *Handle) Fingerprint(p vault.Place, value string) (string, error) {
	if h.site.keysErr != nil {
		return "", ToDomainError(h.site.keysErr)
	}
	mark, err := h.site.keys.Fingerprint(p, value)
	return mark, ToDomainError(err)
}

// Blind is the index by which a value of a column is found. Error: domain.ErrEncryption.
func (h *Handle) Blind(t *domain.Table, column int, value string) (string, error) {
	if h.site.keysErr != nil {
		return "", ToDomainError(h.site.keysErr)
	}
	index, err := h.site.keys.Blind(t.Name, t.Columns[column].Name, value)
	return index, ToDomainError(err)
}

// Blinds are the indexes that rows with a value may have, one for each data key
// of the tenant. Error: domain.ErrEncryption.
func (h *Handle) Blinds(t *domain.Table, column int, value string) ([]string, error) {
	if h.site.keysErr != nil {
		return nil, ToDomainError(h.site.keysErr)
	}
	list, err := h.site.keys.Blinds(t.Name, t.Columns[column].Name, value)
	return list, ToDomainError(err)
}

// HasKeys refuses where the tenant's keys cannot be opened. Error: domain.ErrEncryption.
func (h *Handle) HasKeys() error { return ToDomainError(h.site.keysErr) }

// LedgerKey is the key of the tenant's chain. Error: domain.ErrEncryption.
func (h *Handle) LedgerKey() ([]byte, error) {
	if h.site.keysErr != nil {
		return nil, ToDomainError(h.site.keysErr)
	}
	key, err := h.site.keys.LedgerKey()
	return key, ToDomainError(err)
}
