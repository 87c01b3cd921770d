package registry

// Hosts is how many hostnames are remembered.
func (r *Registry) Hosts() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.hosts)
}
