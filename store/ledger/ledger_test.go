package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"ringfence/store/ledger"
)

func key() []byte {
	k := make([]byte, 32)
	for i := range k {
		k[i] = byte(i)
	}
	return k
}

// chain links n entries and gives their head.
func chain(n int) ([]ledger.Link, ledger.Head) {
	c := ledger.NewChainer(key())
	var links []ledger.Link
	seq, hash := int64(0), ""
	for i := range n {
		l := c.Link(seq, hash, ledger.Entry{At: int64(1000 + i), Actor: "acc-1", Role: "hr", Action: "employee.update", Entity: "employee",
			EntityID: fmt.Sprint(i % 3), Before: `{"a":"1"}`, After: `{"a":"2"}`, RequestID: fmt.Sprint("r", i)})
		links = append(links, l)
		seq, hash = l.Seq, l.Hash
	}
	return links, ledger.Head{Seq: seq, Hash: hash, MAC: c.HeadMAC(seq, hash)}
}

func verify(k []byte, links []ledger.Link, head ledger.Head) ledger.Report {
	v := ledger.NewVerifier(k)
	for _, l := range links {
		v.Next(l)
	}
	return v.End(head)
}

// TestFixed is a chain computed by hand in Python (hmac, "len:field," joined):
// the arithmetic may not change, or every ledger in the world breaks.
func TestFixed(t *testing.T) {
	t.Parallel()
	c := ledger.NewChainer(key())
	first := c.Link(0, "", ledger.Entry{At: 1766000000000, Actor: "acc-1", Role: "admin", Action: "employee.create", Entity: "employee",
		EntityID: "emp-1", After: `{"job_title":"Nurse é"}`, RequestID: "req-1"})
	second := c.Link(first.Seq, first.Hash, ledger.Entry{At: 1766000000001, Actor: "acc-1", Role: "admin", Action: "employee.update",
		Entity: "employee", EntityID: "emp-1", Before: `{"job_title":"Nurse é"}`, After: `{"job_title":"Matron"}`, RequestID: "req-2"})
	for got, want := range map[string]string{
		first.Hash:                "ff59644cd7427d59867e9ec741da116ee619309ba0db334824175469de8373ff",
		second.Hash:               "e084c1a5060ec917e9a7ce54a277ed5fbfb59e979b95841f29e19b5852641d20",
		c.HeadMAC(2, second.Hash): "011099fc1fa5819415dceb40902c0fa5b0bc6ea407972e5847859541b56ae9cf",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if first.Seq != 1 || first.PrevHash != "" || second.Seq != 2 || second.PrevHash != first.Hash {
		t.Errorf("%+v, %+v", first, second)
	}
}

func TestIntact(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 50} {
		links, head := chain(n)
		want := ledger.Report{Valid: true, Entries: int64(n), Head: head.Hash}
		if got := verify(key(), links, head); got != want {
			t.Errorf("%d entries: %+v", n, got)
		}
	}
}

// TestEmpty: a chain is never empty, so an emptied one is found.
func TestEmpty(t *testing.T) {
	t.Parallel()
	empty := ledger.Head{MAC: ledger.NewChainer(key()).HeadMAC(0, "")}
	for _, head := range []ledger.Head{empty, {}} {
		if got := verify(key(), nil, head); got.Valid || got.FirstBad != 1 {
			t.Errorf("%+v: %+v", head, got)
		}
	}
}

// TestTampered names the first entry that is wrong or missing.
func TestTampered(t *testing.T) {
	t.Parallel()
	other := key()
	other[0]++
	otherHead := func(links []ledger.Link, n int) ledger.Head {
		h := ledger.Head{Seq: int64(n), Hash: links[n-1].Hash}
		h.MAC = ledger.NewChainer(other).HeadMAC(h.Seq, h.Hash)
		return h
	}
	for _, c := range []struct {
		name     string
		tamper   func(links []ledger.Link, head ledger.Head) ([]ledger.Link, ledger.Head)
		firstBad int64
	}{
		{"first edited", edit(0, func(l *ledger.Link) { l.Actor = "acc-2" }), 1},
		{"edited", edit(3, func(l *ledger.Link) { l.After = `{"a":"3"}` }), 4},
		{"time moved", edit(3, func(l *ledger.Link) { l.At++ }), 4},
		{"text moved between fields", edit(3, func(l *ledger.Link) { l.Before, l.After = "", l.Before+l.After }), 4},
		{"hash replaced", edit(3, func(l *ledger.Link) { l.Hash = l.PrevHash }), 4},
		{"previous hash replaced", edit(3, func(l *ledger.Link) { l.PrevHash = l.Hash }), 4},
		{"renumbered", edit(3, func(l *ledger.Link) { l.Seq = 40 }), 4},
		{"last edited", edit(9, func(l *ledger.Link) { l.Role = "admin" }), 10},
		{"first deleted", cut(0, 1), 1},
		{"deleted", cut(4, 5), 5},
		{"several deleted", cut(4, 8), 5},
		{"last deleted", cut(9, 10), 10},
		{"end cut off", cut(6, 10), 7},
		{"all deleted", cut(0, 10), 1},
		{"reordered", func(l []ledger.Link, h ledger.Head) ([]ledger.Link, ledger.Head) {
			l[5], l[6] = l[6], l[5]
			return l, h
		}, 6},
		{"repeated", func(l []ledger.Link, h ledger.Head) ([]ledger.Link, ledger.Head) { return slices.Insert(l, 5, l[4]), h }, 6},
		{"added by hand", func(l []ledger.Link, h ledger.Head) ([]ledger.Link, ledger.Head) {
			return append(l, ledger.NewChainer(other).Link(h.Seq, h.Hash, l[0].Entry)), h
		}, 11},
		{"head set back with the end cut off", func(l []ledger.Link, h ledger.Head) ([]ledger.Link, ledger.Head) {
			return l[:6], otherHead(l, 6)
		}, 7},
		{"head without its MAC", func(l []ledger.Link, h ledger.Head) ([]ledger.Link, ledger.Head) {
			h.MAC = ""
			return l, h
		}, 11},
		{"head gone", func(l []ledger.Link, h ledger.Head) ([]ledger.Link, ledger.Head) { return l, ledger.Head{} }, 11},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			links, head := c.tamper(chain(10))
			if got := verify(key(), links, head); got.Valid || got.FirstBad != c.firstBad {
				t.Errorf("%+v, want %d", got, c.firstBad)
			}
		})
	}
	links, head := chain(10)
	if got := verify(other, links, head); got.Valid || got.FirstBad != 1 {
		t.Errorf("under another key: %+v", got)
	}
}

type tampering func([]ledger.Link, ledger.Head) ([]ledger.Link, ledger.Head)

func edit(i int, change func(*ledger.Link)) tampering {
	return func(l []ledger.Link, h ledger.Head) ([]ledger.Link, ledger.Head) {
		change(&l[i])
		return l, h
	}
}

func cut(i, j int) tampering {
	return func(l []ledger.Link, h ledger.Head) ([]ledger.Link, ledger.Head) { return slices.Delete(l, i, j), h }
}

// TestAnyEdit changes one random byte of one random field a thousand times.
func TestAnyEdit(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		links, head := chain(1 + random.IntN(8))
		i := random.IntN(len(links))
		l := &links[i]
		texts := []*string{&l.Actor, &l.Role, &l.Action, &l.Entity, &l.EntityID, &l.Before, &l.After, &l.RequestID, &l.Hash}
		field := texts[random.IntN(len(texts))]
		b := []byte(*field)
		at := random.IntN(len(b))
		b[at] ^= byte(1 + random.IntN(255))
		*field = string(b)
		if got := verify(key(), links, head); got.Valid || got.FirstBad != int64(i+1) {
			t.Fatalf("entry %d of %d edited in %q: %+v", i+1, len(links), *field, got)
		}
	}
}
