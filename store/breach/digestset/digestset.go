// Package digestset keeps a large fixed set of SHA-1 digests in little space
// and looks one up where it lies, decoding nothing else. It never denies a
// member; of other digests it takes one in 65,536 for one.
//
// A digest falls into one of as many buckets as there are members, and is
// remembered there by 16 further bits. The file, all numbers big-endian:
//
//	members  4 bytes: n, which is also the number of buckets
//	index    4 bytes for every 256th bucket: the bit at which its run begins
//	runs     2n bits: for each bucket a 1 for each member in it, then a 0
//	rests    2 bytes a member, in the order of the buckets
//
// Before the run of bucket b stand b zeros, so that the bit p of a run belongs
// to the member p - b: one index serves both runs and rests.
package digestset

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"slices"
)

// Digest is a SHA-1 digest.
type Digest = [sha1.Size]byte

// Set is the content of such a file, trusted to be whole.
type Set string

const stride = 256 // buckets an entry of the index stands for

// Build makes the file of a set.
func Build(digests []Digest) []byte {
	members := slices.Clone(digests)
	slices.SortFunc(members, func(a, b Digest) int { return bytes.Compare(a[:], b[:]) })
	members = slices.Compact(members)
	n := uint32(len(members))
	var index, runs, rests []byte
	bit, next := uint32(0), 0
	for bucket := range n {
		if bucket%stride == 0 {
			index = binary.BigEndian.AppendUint32(index, bit)
		}
		for ; next < len(members) && bucketOf(members[next], n) == bucket; next++ {
			runs = setBit(runs, bit)
			rests = append(rests, members[next][4:6]...)
			bit++
		}
		bit++ // the zero that ends the run
	}
	runs = append(runs, make([]byte, runBytes(n)-len(runs))...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, n), index, runs, rests)
}

func setBit(bits []byte, i uint32) []byte {
	for len(bits) <= int(i/8) {
		bits = append(bits, 0)
	}
	bits[i/8] |= 0x80 >> (i % 8)
	return bits
}

// bucketOf spreads the first 32 bits evenly over n buckets, keeping their order.
func bucketOf(d Digest, n uint32) uint32 {
	return uint32(uint64(binary.BigEndian.Uint32(d[:4])) * uint64(n) >> 32)
}

func indexBytes(n uint32) int { return int((n+stride-1)/stride) * 4 }
func runBytes(n uint32) int   { return int(2*n+7) / 8 }

// Len is the number of members.
func (s Set) Len() int {
	if len(s) < 4 {
		return 0
	}
	return int(s.uint32(0))
}

// Has reports whether a digest is a member; rarely, wrongly that it is.
func (s Set) Has(d Digest) bool {
	if s.Len() == 0 {
		return false
	}
	n := s.uint32(0)
	bucket := bucketOf(d, n)
	runs := s[4+indexBytes(n):]
	rests := runs[runBytes(n):]
	for bit := s.runOf(bucket, runs); runs.bit(bit); bit++ {
		member := (bit - bucket) * 2
		if rests[member] == d[4] && rests[member+1] == d[5] {
			return true
		}
	}
	return false
}

// runOf is the bit at which a bucket's run begins.
func (s Set) runOf(bucket uint32, runs Set) uint32 {
	bit := s.uint32(4 + int(bucket/stride)*4)
	for zeros := bucket % stride; zeros > 0; bit++ {
		if !runs.bit(bit) {
			zeros--
		}
	}
	return bit
}

func (s Set) bit(i uint32) bool { return s[i/8]&(0x80>>(i%8)) != 0 }

func (s Set) uint32(at int) uint32 {
	return uint32(s[at])<<24 | uint32(s[at+1])<<16 | uint32(s[at+2])<<8 | uint32(s[at+3])
}
