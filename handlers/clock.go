package handlers

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"ringfence/domain"
	"ringfence/handlers/web"
	"ringfence/store"
)

// clock is the local default's: it can be set, so that lapses, retention and
// notices can be tried from outside. Everywhere else the program has none.
type clock struct {
	real   func() time.Time
	shared store.Shared // what other instances of the isolate have set; nil natively
	offset atomic.Int64 // milliseconds ahead of the real time
}

// clockKey is no hostname: nothing else is kept under it.
const clockKey = "dev clock"

func (k *clock) now() time.Time {
	return k.real().Add(time.Duration(k.offset.Load()) * time.Millisecond)
}

// sync takes over what another instance has set.
func (k *clock) sync() {
	if k == nil || k.shared == nil {
		return
	}
	offset, _ := strconv.ParseInt(string(k.shared.Get(clockKey)), 10, 64)
	k.offset.Store(offset)
}

func (k *clock) set(offset int64) {
	k.offset.Store(offset)
	if k.shared != nil {
		k.shared.Set(clockKey, strconv.AppendInt(nil, offset, 10))
	}
}

// mostYears bounds the clock: a token's times are dates of four digits.
const mostYears = 100

var errClock = domain.Invalid(domain.FieldError{Field: "now", Code: "malformed",
	Message: "Send {\"now\":\"2026-11-24T09:00:00Z\"}, {\"now\":null} or {\"advance_s\":60}"})

// devClock answers POST /dev/clock: {"now":"…"} or {"advance_s":n} sets the
// clock of all tenants, {"now":null} sets it right again.
func (a *App) devClock(c *web.Call) error {
	var body struct {
		Now     *time.Time `json:"now"`
		Advance int64      `json:"advance_s"`
	}
	if len(c.Body()) == 0 || json.Unmarshal(c.Body(), &body) != nil {
		return errClock
	}
	real := a.clock.real()
	offset := a.clock.offset.Load() + body.Advance*1000
	switch {
	case body.Now != nil:
		offset = body.Now.Sub(real).Milliseconds()
	case body.Advance == 0:
		offset = 0
	}
	if ahead := real.Add(time.Duration(offset) * time.Millisecond); ahead.Before(real.AddDate(-mostYears, 0, 0)) || ahead.After(real.AddDate(mostYears, 0, 0)) {
		return errClock
	}
	a.clock.set(offset)
	o := domain.Object{}
	return c.JSON(http.StatusOK, o.Text("now", web.Timestamp(a.clock.now().UnixMilli())).Bytes())
}
