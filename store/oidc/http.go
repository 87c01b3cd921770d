//go:build !js

package oidc

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
)

var errForbidden = errors.New("an address that may not be dialled")

// newHTTP looks at every address it dials: a name may lead anywhere.
func newHTTP(cfg Config) *http.Client {
	dialer := &net.Dialer{Timeout: limit, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err == nil && !cfg.mayDial(to.Addr()) {
			err = errForbidden
		}
		return err
	}}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = dialer.DialContext
	return &http.Client{Transport: transport}
}

func alone(*http.Request) {}

// shared is the address space of carriers (RFC 6598), no more public than the
// private ones.
var shared = netip.MustParsePrefix("100.64.0.0/10")

// mayDial: an administrator's choice of provider must not reach what only this
// machine or its network can (ASVS 5.0 1.3.6).
func (c Config) mayDial(ip netip.Addr) bool {
	ip = ip.Unmap()
	switch {
	case ip.IsLoopback():
		return c.Loopback
	case ip.IsUnspecified(), ip.IsMulticast(), ip.IsLinkLocalUnicast():
		return false // link-local: where clouds keep their machines' credentials
	case ip.IsPrivate(), shared.Contains(ip):
		return c.Private
	}
	return ip.IsValid()
}
