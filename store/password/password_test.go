package password_test

import (
	"context"
	"encoding/base64"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ringfence/store/password"
)

// phc writes a stored form of the salt 00 01 … 0f.
func phc(costs, hash string) string {
	return "$pbkdf2-sha256$" + costs + "$AAECAwQFBgcICQoLDA0ODw$" + hash
}

// Vectors from elsewhere: RFC 7914 §11 and Python's hashlib, chained by hand
// (out = pbkdf2_hmac("sha256", out, salt, i, 32), r times). The last is the
// form of today; node's crypto.pbkdf2Sync gives the same.
var vectors = []struct{ name, password, stored string }{
	{"RFC 7914, first 32 bytes", "passwd", "$pbkdf2-sha256$i=1,r=1$c2FsdA$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw"},
	{"rounds not given", "password", "$pbkdf2-sha256$i=4096$c2FsdA$xeR41ZKIyEGqUw22hFxMjZYok6ABzk4RpJY4c6qYE0o"},
	{"three rounds", "correct horse", phc("i=1000,r=3", "r/uPHznSoLJY5Ea0WdcuOl//NMCd9ppl/+JukRmUMkw")},
	{"today's", "correct horse", phc("i=100000,r=6", "T2hgbHTP7ZoiFRPD3ohRAiODzJJo/62Ia0G5bEnCSTs")},
}

// work is production's.
var work password.Work

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, v := range vectors {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			ok, stale, err := work.Verify(context.Background(), v.stored, v.password)
			if !ok || err != nil || stale != (v.name != "today's") {
				t.Errorf("%v, stale %v, %v", ok, stale, err)
			}
			if ok, _, err := work.Verify(context.Background(), v.stored, v.password+" "); ok || err != nil {
				t.Errorf("another password: %v, %v", ok, err)
			}
		})
	}
}

// TestHash: today's parameters, a fresh salt of 16 bytes, and it verifies.
func TestHash(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^\$pbkdf2-sha256\$i=100000,r=6\$([A-Za-z0-9+/]{22})\$[A-Za-z0-9+/]{43}$`)
	const pass = " Zoë's pässphrase \x00 "
	var stored [2]string
	for i := range stored {
		var err error
		if stored[i], err = work.Hash(context.Background(), pass); err != nil || !form.MatchString(stored[i]) {
			t.Fatalf("%q, %v", stored[i], err)
		}
	}
	if form.FindStringSubmatch(stored[0])[1] == form.FindStringSubmatch(stored[1])[1] {
		t.Error("two hashes have one salt")
	}
	if ok, stale, err := work.Verify(context.Background(), stored[0], pass); !ok || stale || err != nil {
		t.Errorf("%v, stale %v, %v", ok, stale, err)
	}
}

// TestWork: OWASP's 600,000, never more in one derivation than Cloudflare allows.
func TestWork(t *testing.T) {
	t.Parallel()
	if password.Iterations > 100_000 || password.Iterations*password.Rounds < 600_000 {
		t.Errorf("%d × %d", password.Rounds, password.Iterations)
	}
}

// TestMalformed: what is not ours is refused, costs out of bounds included.
func TestMalformed(t *testing.T) {
	t.Parallel()
	hash := base64.RawStdEncoding.EncodeToString(make([]byte, 32))
	for _, stored := range []string{
		"", "$", "plain", "$2b$12$abcdefghijklmnopqrstuv", "$pbkdf2-sha512$i=1,r=1$c2FsdA$" + hash, "pbkdf2-sha256$i=1$c2FsdA$" + hash,
		phc("", hash), phc("r=1", hash), phc("i=0", hash), phc("i=-1", hash), phc("i=100001", hash), phc("i=1,r=0", hash), phc("i=1,r=101", hash),
		phc("i=x", hash), phc("i=1,x=1", hash), phc("i=1,", hash), phc("i=99999999999999999999", hash),
		phc("i=1", hash[:42]), phc("i=1", hash+"="), phc("i=1", "*"+hash[1:]), phc("i=1", ""), phc("i=1", hash) + "$",
		strings.Replace(phc("i=1", hash), "AAEC", "A*EC", 1),
	} {
		if ok, _, err := work.Verify(context.Background(), stored, ""); ok || !errors.Is(err, password.ErrFormat) {
			t.Errorf("%q: %v, %v", stored, ok, err)
		}
	}
}

// TestLight: a light hash says that it is light, verifies anywhere and is
// stale in production, as production's is where the work is light.
func TestLight(t *testing.T) {
	t.Parallel()
	var watched []int
	light := password.Light(1000)
	light.Watch = func(work int) { watched = append(watched, work) }
	stored, err := light.Hash(context.Background(), "correct horse")
	if err != nil || !strings.HasPrefix(stored, "$pbkdf2-sha256$i=1000,r=1$") {
		t.Errorf("%q, %v", stored, err)
	}
	for _, w := range []password.Work{light, work} {
		ok, stale, err := w.Verify(context.Background(), stored, "correct horse")
		if !ok || stale == (w.Watch != nil) || err != nil {
			t.Errorf("%v, stale %v, %v", ok, stale, err)
		}
	}
	if ok, _, err := light.Verify(context.Background(), light.Nobody(), ""); ok || err != nil {
		t.Errorf("nobody: %v, %v", ok, err)
	}
	if !slices.Equal(watched, []int{1000, 1000, 1000}) {
		t.Errorf("watched %v", watched)
	}
	todays := vectors[len(vectors)-1]
	if ok, stale, err := light.Verify(context.Background(), todays.stored, todays.password); !ok || !stale || err != nil {
		t.Errorf("production's: %v, stale %v, %v", ok, stale, err)
	}
	if got := password.Light(1 << 30).Nobody(); !strings.HasPrefix(got, "$pbkdf2-sha256$i=100000,r=1$") {
		t.Errorf("beyond what may be asked: %q", got)
	}
}
