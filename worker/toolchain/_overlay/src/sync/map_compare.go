package sync

// The methods of sync.Map that compare, which TinyGo lacks and net/http needs.

// CompareAndDelete deletes the entry of key if its value is old.
func (m *Map) CompareAndDelete(key, old any) (deleted bool) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	delete(m.m, key)
	return true
}

// CompareAndSwap replaces the value of key by next if it is old.
func (m *Map) CompareAndSwap(key, old, next any) (swapped bool) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	m.m[key] = next
	return true
}
