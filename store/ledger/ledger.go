// Package ledger is the arithmetic of the append-only record: how an entry is
// linked to the one before it, and how a whole chain is checked.
//
// An entry's hash is HMAC-SHA-256, under a key the database does not hold,
// over the entry's number, the hash before it and its fields. The head (the
// number and hash of the last entry) carries a MAC of its own, so that cutting
// entries off the end is found too. The Durable Object computes the same in
// worker/shim/database.mjs; the conformance suite holds the two together.
package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
)

// Entry is one line of the record before it is numbered. At is Unix
// milliseconds; Before and After are compact JSON objects or "".
type Entry struct {
	At        int64
	Actor     string // account id, or the name of a system part
	Role      string
	Action    string // "employee.update", "auth.login"
	Entity    string
	EntityID  string
	Before    string
	After     string
	RequestID string
}

// Append is what a write adds to the ledger: entries in order, and the
// tenant's chain key (32 bytes).
type Append struct {
	Key     []byte
	Entries []Entry
}

// Link is a numbered, chained entry.
type Link struct {
	Entry
	Seq      int64
	PrevHash string // 64 hex digits; "" for the first entry
	Hash     string
}

// Head is the last link's number and hash, and the MAC over them.
type Head struct {
	Seq  int64
	Hash string
	MAC  string
}

// Fields are the entry's nine fields in canonical order.
func (e Entry) Fields() [9]string {
	return [9]string{strconv.FormatInt(e.At, 10), e.Actor, e.Role, e.Action, e.Entity, e.EntityID, e.Before, e.After, e.RequestID}
}

// A Chainer computes links under one key; it is not safe for concurrent use.
type Chainer struct {
	mac hash.Hash
	buf []byte
}

// NewChainer returns a Chainer for a key of 32 bytes.
func NewChainer(key []byte) *Chainer {
	return &Chainer{mac: hmac.New(sha256.New, key)}
}

// Link chains an entry after the head (seq, hash).
func (c *Chainer) Link(seq int64, hash string, e Entry) Link {
	l := Link{Entry: e, Seq: seq + 1, PrevHash: hash}
	l.Hash = c.entryHash(l)
	return l
}

func (c *Chainer) entryHash(l Link) string {
	c.buf = netstring(c.buf[:0], strconv.FormatInt(l.Seq, 10))
	c.buf = netstring(c.buf, l.PrevHash)
	for _, f := range l.Fields() {
		c.buf = netstring(c.buf, f)
	}
	return c.sum()
}

// HeadMAC is the MAC over a head.
func (c *Chainer) HeadMAC(seq int64, hash string) string {
	c.buf = netstring(c.buf[:0], "head")
	c.buf = netstring(c.buf, strconv.FormatInt(seq, 10))
	c.buf = netstring(c.buf, hash)
	return c.sum()
}

func (c *Chainer) sum() string {
	c.mac.Reset()
	c.mac.Write(c.buf)
	var out [sha256.Size]byte
	return hex.EncodeToString(c.mac.Sum(out[:0]))
}

// netstring appends "len:s,": no two lists of fields have the same bytes.
func netstring(b []byte, s string) []byte {
	b = strconv.AppendInt(b, int64(len(s)), 10)
	b = append(b, ':')
	b = append(b, s...)
	return append(b, ',')
}
