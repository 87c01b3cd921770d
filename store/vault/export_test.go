package vault

// NewDataKey wraps a further data key.
func NewDataKey(m *Master, tenant string, version int64) (WrappedKey, error) {
	k := WrappedKey{Data, version, ""}
	err := m.wrapNew(tenant, &k)
	return k, err
}
