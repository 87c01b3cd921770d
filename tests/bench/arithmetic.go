package main

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"ringfence/store/ledger"
	"ringfence/store/vault"
)

// onOneCore is the nanoseconds that f takes, on one core.
func onOneCore(f func() error) (float64, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var failed error
	r := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			if err := f(); err != nil {
				failed = err
				return
			}
		}
	})
	return float64(r.T.Nanoseconds()) / float64(max(r.N, 1)), failed
}

// sealing is the nanoseconds of sealing and of opening one field.
func sealing() (seal, open float64, err error) {
	master, err := vault.ParseMaster("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
	if err != nil {
		return 0, 0, err
	}
	wrapped, err := master.NewKeys("tenant")
	if err != nil {
		return 0, 0, err
	}
	keys, err := master.Open("tenant", wrapped)
	if err != nil {
		return 0, 0, err
	}
	place := vault.Place{Table: "employees", Column: "ni_number", Row: "AAAAAAAAAAAAAAAAAAAAAA"}
	sealed, err := keys.Seal(place, "AB123456C")
	if err != nil {
		return 0, 0, err
	}
	seal, err1 := onOneCore(func() error { _, err := keys.Seal(place, "AB123456C"); return err })
	open, err2 := onOneCore(func() error { _, err := keys.Open(place, sealed); return err })
	return seal, open, firstOf(err1, err2)
}

// links is a chain of entries such as an edited record leaves.
func links(key []byte, count int) ([]ledger.Link, ledger.Head) {
	chain, all, hash := ledger.NewChainer(key), make([]ledger.Link, count), ""
	for i := range all {
		all[i] = chain.Link(int64(i), hash, ledger.Entry{At: time.Now().UnixMilli(), Actor: "AAAAAAAAAAAAAAAAAAAAAA", Role: "hr",
			Action: "employee.update", Entity: "employee", EntityID: "BBBBBBBBBBBBBBBBBBBBBB", Before: `{"department":"Ward 3","version":1}`,
			After: `{"department":"Surgery","version":2}`, RequestID: "CCCCCCCCCCCCCCCCCCCCCC"})
		hash = all[i].Hash
	}
	return all, ledger.Head{Seq: int64(count), Hash: hash, MAC: chain.HeadMAC(int64(count), hash)}
}

// verifying is how many entries a second a chain in memory is checked at, on
// one core.
func verifying() (float64, error) {
	key := make([]byte, vault.KeySize)
	const count = 2000
	all, head := links(key, count)
	took, err := onOneCore(func() error {
		v := ledger.NewVerifier(key)
		for _, l := range all {
			v.Next(l)
		}
		if report := v.End(head); !report.Valid {
			return fmt.Errorf("the chain does not hold: %+v", report)
		}
		return nil
	})
	return count * 1e9 / took, err
}
