//go:build !js

package oidc

import (
	"net/netip"
	"testing"
)

// TestMayDial: by kind of address and configuration. Nobody may have the
// addresses where clouds keep their machines' credentials.
func TestMayDial(t *testing.T) {
	t.Parallel()
	const never, public, private, loopback = 0, 1, 2, 4 // who may, by bit: any of them, with Private, with Loopback
	for _, c := range []struct {
		ip  string
		who int
	}{
		{"192.0.2.7", public}, {"2001:db8::1", public}, {"100.63.255.255", public}, {"100.128.0.0", public}, {"172.32.0.1", public},
		{"127.0.0.1", loopback}, {"127.255.0.1", loopback}, {"::1", loopback}, {"::ffff:127.0.0.1", loopback},
		{"10.0.0.1", private}, {"172.16.0.1", private}, {"172.31.255.255", private}, {"192.168.1.1", private}, {"fd00::1", private}, {"::ffff:10.0.0.1", private},
		{"100.64.0.1", private}, {"100.127.255.255", private},
		{"169.254.169.254", never}, {"::ffff:169.254.169.254", never}, {"fe80::1", never}, {"0.0.0.0", never}, {"::", never}, {"224.0.0.1", never}, {"ff02::1", never},
	} {
		for with, cfg := range map[int]Config{public: {}, private: {Private: true}, loopback: {Loopback: true}} {
			want := c.who == public || c.who == with
			if got := cfg.mayDial(netip.MustParseAddr(c.ip)); got != want {
				t.Errorf("%s with %+v: %t", c.ip, cfg, got)
			}
		}
	}
	if (Config{Loopback: true, Private: true}).mayDial(netip.Addr{}) {
		t.Error("no address may be dialled")
	}
}
