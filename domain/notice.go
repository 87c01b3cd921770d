package domain

import (
	"strings"
	"time"
)

// Notice is something that happened and concerns its reader. It repeats what
// the ledger has, so that it holds nothing of its own.
type Notice struct {
	Action string    // what happened: "absence.approve"
	Of     *Resource // of the record; nil for a job
	About  string    // id of the record, or of the job
	Name   string    // of the member of staff whom the record is about, or the job's kind
	At     int64     // Unix milliseconds
	Read   bool
}

// Text says what happened; "" for what nobody is told of.
func (n *Notice) Text() string {
	verb := strings.TrimPrefix(n.Action, n.Of.Entity+".")
	for _, m := range n.Of.Asked(verb) {
		return m.Task + ": " + n.Name
	}
	if m := n.Of.Move(verb); m != nil {
		return m.Tells
	}
	return ""
}

// Page is where its reader finds the record.
func (n *Notice) Page() string {
	if n.Of.OwnPage != "" && n.Of.Move(strings.TrimPrefix(n.Action, n.Of.Entity+".")) != nil {
		return n.Of.OwnPage + "/" + n.About
	}
	return n.Of.Page + "/" + n.About
}

const (
	// NoticeKept is how long a notice can be looked at.
	NoticeKept = 90 * 24 * time.Hour
	// MailEvery is how far apart the mails of one person about what waits are.
	MailEvery = 20 * time.Hour
	// RemindEvery is after how long a task that has been written of is written of again, unless it says so itself.
	RemindEvery = 7 * 24 * time.Hour
)

// ReadNoticesFields says up to which notice they have been read.
var ReadNoticesFields = Fields{{Name: "until", Label: "Until", Kind: Instant, Required: true}}

// Cooldown is after how long a task that has been written of is written of again.
func (m *Move) Cooldown() time.Duration {
	if m.Every == 0 {
		return RemindEvery
	}
	return time.Duration(m.Every) * 24 * time.Hour
}

// LongestCooldown is how long it is known who has been written of what.
func LongestCooldown() time.Duration {
	longest := RemindEvery
	for _, r := range Resources {
		for _, m := range r.Tasks() {
			longest = max(longest, m.Cooldown())
		}
	}
	return longest
}
