package vault

import "encoding/base64"

// NewDataKey wraps a further data key.
func NewDataKey(m *Master, tenant string, version int64) (WrappedKey, error) {
	k := WrappedKey{Data, version, ""}
	err := m.wrapNew(tenant, &k)
	return k, err
}

// WrapAny wraps a key of any size as a tenant's data key of a version.
func WrapAny(m *Master, tenant string, version int64, key []byte) (WrappedKey, error) {
	k := WrappedKey{Data, version, ""}
	sealed, err := m.box.seal(key, wrapPlace(tenant, k))
	k.Wrapped = base64.RawURLEncoding.EncodeToString(sealed)
	return k, err
}
