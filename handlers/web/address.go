package web

import (
	"net"
	"net/netip"
	"strings"

	"ringfence/store"
)

// address is the client's, as the host knows it: the socket's, or at the edge
// what the platform says. No header that a client sends decides. Of an IPv6
// address the network counts: a customer has 2^64 addresses in it.
func (c *Call) address() string {
	hostname, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		return ""
	}
	address, err := netip.ParseAddr(hostname)
	if err != nil {
		return ""
	}
	if address = address.Unmap().WithZone(""); address.Is4() {
		return address.String()
	}
	network, err := address.Prefix(64)
	if err != nil {
		return ""
	}
	return network.String()
}

// Origin is what links to this host begin with. The Host is one that the
// registry knows; what else the request says of its address is not believed,
// except for the port of the local default.
func (c *Call) Origin() string {
	if c.server.cfg.Base == "localhost" {
		return "http://" + strings.ToLower(c.r.Host)
	}
	return "https://" + hostnameOf(c.r.Host)
}

// BrowserHost is where the caller's browser is, as it writes it. The port is
// the request's own: whoever answers at another port of this hostname has its
// cookies too.
func (c *Call) BrowserHost() store.Host {
	scheme := "https"
	if c.server.cfg.Base == "localhost" && c.r.TLS == nil && c.r.URL.Scheme != "https" && !c.server.cfg.TLSTerminated {
		scheme = "http"
	}
	return store.Host{Name: hostnameOf(c.r.Host), Origin: scheme + "://" + strings.ToLower(c.r.Host)}
}
