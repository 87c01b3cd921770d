package vault

import (
	"encoding/binary"
	"strconv"
)

// PartSize is how much of a file is sealed at a time, in bytes at most. Larger
// parts take fewer calls, and as much memory.
const PartSize = 256 << 10

// Part is the place of a piece of a file: which file, the how manieth from 0,
// and whether nothing comes behind it. A part does not open at another place,
// so none can be swapped, left out at the end, or taken from another file or
// tenant (the bindings of STREAM, Hoang et al. 2015, as additional data; the IV
// is random, because work that is cut short may seal a part twice).
type Part struct {
	File string
	N    int64
	Last bool
}

const (
	partFormat = 1
	partHead   = 1 + 4 // format and version of the key
)

func (k *Keys) partAAD(p Part) []byte {
	return join("ringfence/part", k.tenant, p.File, strconv.FormatInt(p.N, 10), strconv.FormatBool(p.Last))
}

// SealPart appends a sealed part to dst: format, the key's version, and iv ‖
// ciphertext ‖ tag.
func (k *Keys) SealPart(dst []byte, p Part, plain []byte) ([]byte, error) {
	if k == nil {
		return nil, ErrNoKey
	}
	dst = binary.BigEndian.AppendUint32(append(dst, partFormat), uint32(k.current))
	return k.data[k.current].appendSeal(dst, plain, k.partAAD(p))
}

// OpenPart decrypts a part in the memory that it stands in.
func (k *Keys) OpenPart(p Part, sealed []byte) ([]byte, error) {
	switch {
	case k == nil:
		return nil, ErrNoKey
	case len(sealed) < partHead+ivSize+tagSize, sealed[0] != partFormat:
		return nil, ErrOpen
	}
	box := k.data[int64(binary.BigEndian.Uint32(sealed[1:]))]
	if box == nil {
		return nil, ErrNoKey
	}
	text := sealed[partHead+ivSize:]
	return box.appendOpen(text[:0], sealed[partHead:], k.partAAD(p))
}
