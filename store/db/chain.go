package db

import "ringfence/store/ledger"

// LinkArgs are the arguments of AppendSQL for l.
func LinkArgs(l ledger.Link) []Value {
	return []Value{
		Int(l.Seq), Int(l.At), Text(l.Actor), Text(l.Role), Text(l.Action), Text(l.Entity), Text(l.EntityID),
		Text(l.Before), Text(l.After), Text(l.RequestID), Text(l.PrevHash), Text(l.Hash),
	}
}
