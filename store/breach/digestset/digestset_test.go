package digestset_test

import (
	"crypto/sha1"
	"encoding/binary"
	"testing"

	"ringfence/store/breach/digestset"
)

// numbered are digests as good as random, the same every time.
func numbered(from, to int) []digestset.Digest {
	var digests []digestset.Digest
	for i := from; i < to; i++ {
		digests = append(digests, sha1.Sum(binary.BigEndian.AppendUint64(nil, uint64(i))))
	}
	return digests
}

func TestSet(t *testing.T) {
	for _, n := range []int{0, 1, 2, 255, 256, 257, 5000} {
		members := numbered(0, n)
		set := digestset.Set(digestset.Build(members))
		if set.Len() != n {
			t.Errorf("%d members, not %d", set.Len(), n)
		}
		for i, d := range members {
			if !set.Has(d) {
				t.Errorf("of %d, member %d is not found", n, i)
			}
		}
	}
}

func TestSet_othersAreRarelyFound(t *testing.T) {
	set, wrong := digestset.Set(digestset.Build(numbered(0, 20_000))), 0
	for _, d := range numbered(20_000, 520_000) {
		if set.Has(d) {
			wrong++
		}
	}
	if wrong > 10 { // one in 50,000
		t.Errorf("%d of 500,000 others are taken for members", wrong)
	}
}

func TestSet_atTheEdges(t *testing.T) {
	var first, last, equal digestset.Digest
	for i := range last {
		last[i] = 0xff
	}
	equal[19] = 1 // falls together with first: same bucket, same rest
	set := digestset.Set(digestset.Build([]digestset.Digest{last, first, first, equal}))
	if set.Len() != 3 || !set.Has(first) || !set.Has(last) || !set.Has(equal) {
		t.Errorf("%d members; %v, %v, %v", set.Len(), set.Has(first), set.Has(last), set.Has(equal))
	}
	if set.Has(numbered(0, 1)[0]) || digestset.Set("").Has(first) {
		t.Error("one that is not in it is found")
	}
}

func TestBuild_doesNotDependOnOrder(t *testing.T) {
	members := numbered(0, 1000)
	turned := append(numbered(500, 1000), numbered(0, 500)...)
	if string(digestset.Build(members)) != string(digestset.Build(turned)) {
		t.Error("two orders give two files")
	}
}
