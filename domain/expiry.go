package domain

import "time"

// expiryDays are when administrators are told that their subscription ends:
// so many days before, and when it has (SUB-7).
var expiryDays = []int64{30, 14, 7, 1, 0}

// lateNotice is how long after the end it is still said that it has ended.
const lateNotice = 14

const dayMillis = int64(24 * time.Hour / time.Millisecond)

// Covered is the window with which an organisation's cover ends: the last of
// those that follow the one that counts now without a gap. ok is false if it
// has none, or none that has begun.
func Covered(windows []Window, now int64) (last Window, ok bool) {
	for _, w := range windows { // in the order of time
		switch {
		case w.From > now && (!ok || w.From > last.Until):
			return last, ok
		default:
			last, ok = w, true
		}
	}
	return last, ok
}

// Expiry says which notice of the end of a window is due at a time: days before
// it, or false; and when the next will be, 0 for never. A notice that was missed
// is passed over for the one that counts now.
func Expiry(until, now int64) (days int64, due bool, next int64) {
	if now > until+lateNotice*dayMillis {
		return 0, false, 0
	}
	for _, d := range expiryDays {
		if at := until - d*dayMillis; at > now {
			return days, due, at
		}
		days, due = d, true
	}
	return days, due, 0
}
