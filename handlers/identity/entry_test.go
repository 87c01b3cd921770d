package identity

import (
	"net/url"
	"testing"
)

// TestLocalPath leads nowhere but to this host.
func TestLocalPath(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/employees", "/employees/a?b=c&d=/e", "/a//b", "/@evil.example", "/%2F%2Fevil.example"} {
		if got := localPath(path); got != path {
			t.Errorf("%q: %q", path, got)
		}
	}
	for _, next := range []string{
		"", "employees", "//evil.example", "///evil.example", `/\evil.example`, `\\evil.example`, "/\t/evil.example", "/\n/evil.example", "/\r/evil.example",
		"https://evil.example", "https:evil.example", "javascript:alert(1)", " /employees", "?x", "#x",
	} {
		if got := localPath(next); got != "/" {
			t.Errorf("%q leads to %q", next, got)
		}
	}
	base, _ := url.Parse("https://north.test/login")
	for _, next := range []string{"/a", "//b", `/\c`, "/\t/d", "e://f"} {
		to, err := base.Parse(localPath(next))
		if err != nil || to.Host != base.Host {
			t.Errorf("%q leads to %v, %v", next, to, err)
		}
	}
}
