// Package tenantdb is the gate to one organisation's database.
//
// A Handle is made from the request's hostname and says who asks. What it
// promises is kept by types:
//
//   - A Query has been checked to read. Handle.Read runs Queries behind the
//     guard, which re-reads session, account and subscription in the same round
//     trip and snapshot: if they do not hold, the rows are thrown away.
//   - A Change begins with a ledger Entry, and Handle.Commit writes both in one
//     transaction, which is refused if the caller's rights have changed since.
//   - What signing in must write before there is a session goes through two
//     narrow doors: a SecurityEvent, which is always in the ledger, and Scratch,
//     which writes tables of a closed list that hold no record.
//
// Only package store has Handles. Nothing here is safe for concurrent use but
// Gate.
package tenantdb
