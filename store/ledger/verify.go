package ledger

import "crypto/subtle"

// Report is the outcome of checking a whole chain.
type Report struct {
	Valid    bool
	Entries  int64
	Head     string // hash of the last entry that was read
	FirstBad int64  // number of the first entry that is wrong or missing; 0: none
}

// Verifier checks a chain link by link, in order of number. A chain is never
// empty: a tenant's first entry is its provisioning.
type Verifier struct {
	chain *Chainer
	seq   int64
	hash  string
	count int64
	bad   int64
}

// NewVerifier starts at the beginning of a chain under that key.
func NewVerifier(key []byte) *Verifier { return &Verifier{chain: NewChainer(key)} }

// Progress is how far a Verifier has come: enough to go on from, elsewhere.
type Progress struct {
	Seq   int64
	Hash  string
	Count int64
	Bad   int64
}

// Progress is how far it has come.
func (v *Verifier) Progress() Progress { return Progress{v.seq, v.hash, v.count, v.bad} }

// ResumeVerifier goes on where another has stopped.
func ResumeVerifier(key []byte, p Progress) *Verifier {
	return &Verifier{chain: NewChainer(key), seq: p.Seq, hash: p.Hash, count: p.Count, bad: p.Bad}
}

// Next checks one link. After the first bad one it only counts.
func (v *Verifier) Next(l Link) {
	v.count++
	if v.bad != 0 {
		return
	}
	want := v.chain.Link(v.seq, v.hash, l.Entry)
	if l.Seq != want.Seq || !same(l.PrevHash, want.PrevHash) || !same(l.Hash, want.Hash) {
		v.bad = want.Seq
		return
	}
	v.seq, v.hash = l.Seq, l.Hash
}

// End checks that the last link is the one the head names.
func (v *Verifier) End(h Head) Report {
	headHolds := h.Seq == v.seq && same(h.Hash, v.hash) && same(h.MAC, v.chain.HeadMAC(h.Seq, h.Hash))
	if v.bad == 0 && (v.count == 0 || !headHolds) {
		v.bad = v.seq + 1
	}
	return Report{Valid: v.bad == 0, Entries: v.count, Head: v.hash, FirstBad: v.bad}
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
