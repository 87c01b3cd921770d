package breach_test

import (
	"bufio"
	"crypto/sha1"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"ringfence/store/breach"
)

func TestCommon(t *testing.T) {
	for _, password := range []string{
		"password", "12345678", "123456789", "baseball", "football", "trustno1", "iloveyou", "Passw0rd",
		"qwertyuiop", "1q2w3e4r5t",
		"trondheim", "tromboni", // number 99,996 and the last
	} {
		if !breach.Common(sha1.Sum([]byte(password))) {
			t.Errorf("%s is not common", password)
		}
	}
}

// testdata/sample.txt has the digests of every hundredth password of the list
// (./gen).
func TestCommon_findsTheSample(t *testing.T) {
	file, err := os.Open("testdata/sample.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	found := 0
	for lines := bufio.NewScanner(file); lines.Scan(); found++ {
		var digest [sha1.Size]byte
		if n, err := hex.Decode(digest[:], lines.Bytes()); n != sha1.Size || err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		if !breach.Common(digest) {
			t.Errorf("%x is not in the list", digest)
		}
	}
	if found != 1000 {
		t.Errorf("the sample has %d lines", found)
	}
}

// The list may take one password in 50,000 for a common one. The seed is
// fixed: what passes once passes always.
func TestCommon_rarelyErrs(t *testing.T) {
	random, wrong := rand.New(rand.NewPCG(20, 26)), 0
	for range 500_000 {
		password := strconv.FormatUint(random.Uint64(), 36) + strconv.FormatUint(random.Uint64(), 36)
		if breach.Common(sha1.Sum([]byte(password))) {
			wrong++
		}
	}
	if wrong > 10 {
		t.Errorf("%d of 500,000 random passwords are taken for common ones", wrong)
	}
}

func TestCommon_isSmall(t *testing.T) {
	if file, err := os.Stat("common.set"); err != nil || file.Size() > 250_000 {
		t.Errorf("%d bytes, %v", file.Size(), err)
	}
}

func BenchmarkCommon(b *testing.B) {
	digest := sha1.Sum([]byte("ringfence-demo-passphrase"))
	for b.Loop() {
		breach.Common(digest)
	}
}
