package web

import (
	"net"
	"net/netip"
	"slices"
	"strings"

	"ringfence/domain"
	"ringfence/store"
)

// address is the client's, as the host knows it: the socket's, or at the edge
// what the platform says. No header that a client sends decides; behind a proxy
// that is trusted it is the last address that no such proxy has. Of an IPv6
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
	address = address.Unmap().WithZone("")
	if c.server.trusts(address) {
		address = c.server.forwarded(address, c.r.Header.Values("X-Forwarded-For"))
	}
	if address.Is4() {
		return address.String()
	}
	network, err := address.Prefix(64)
	if err != nil {
		return ""
	}
	return network.String()
}

// Address is the client's, as the host knows it; of IPv6 its network.
func (c *Call) Address() string { return c.address() }

// trusts reports an address of a proxy of ours.
func (s *Server) trusts(address netip.Addr) bool {
	return slices.ContainsFunc(s.cfg.Proxies, func(p netip.Prefix) bool { return p.Contains(address) })
}

// forwarded goes back through what the proxies say, from the last to whoever
// is none of them. What cannot be read is where it stops.
func (s *Server) forwarded(address netip.Addr, headers []string) netip.Addr {
	list := strings.Split(strings.Join(headers, ","), ",")
	for i := len(list) - 1; i >= 0 && s.trusts(address); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(list[i]))
		if err != nil {
			break
		}
		address = next.Unmap().WithZone("")
	}
	return address
}

// ParseProxies reads a list of addresses and networks, such as
// "10.0.0.0/8, 192.0.2.7".
func ParseProxies(text string) (list []netip.Prefix, err error) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		if !strings.Contains(part, "/") {
			address, err := netip.ParseAddr(part)
			if err != nil {
				return nil, err
			}
			part = netip.PrefixFrom(address, address.BitLen()).String()
		}
		prefix, err := netip.ParsePrefix(part)
		if err != nil {
			return nil, err
		}
		list = append(list, prefix.Masked())
	}
	return list, nil
}

// Origin is what links to this host begin with. The Host is one that the
// registry knows; what else the request says of its address is not believed,
// except for the port of the local default.
func (c *Call) Origin() string {
	if c.server.cfg.Dev && c.server.cfg.Base == "localhost" {
		return "http://" + strings.ToLower(c.r.Host)
	}
	return "https://" + hostnameOf(c.r.Host)
}

// OriginOf is what links to an organisation's host begin with, as Origin is to
// the one that is asked.
func (c *Call) OriginOf(slug string) string {
	scheme, host, _ := strings.Cut(c.Origin(), "://")
	return scheme + "://" + slug + "." + strings.TrimPrefix(host, domain.ConsoleSlug+".")
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
