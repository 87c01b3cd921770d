//go:build !js

package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

// The nightly work is done once a night, at 02:17 or by the first tick after it,
// and under the names that the edge's cron has.
func TestDue(t *testing.T) {
	config, err := os.ReadFile("../wrangler.toml")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 0, 0, 30, 0, time.UTC)
	night := nightAfter(at)
	var nights []string
	for range 3 * 24 * 60 {
		cron := due(at, &night)
		if !strings.Contains(string(config), `"`+cron+`"`) {
			t.Fatalf("%q is not in wrangler.toml", cron)
		}
		if cron != "* * * * *" {
			nights = append(nights, at.Format(time.DateTime))
		}
		at = at.Add(time.Minute)
	}
	if got := strings.Join(nights, ", "); got != "2026-03-01 02:17:30, 2026-03-02 02:17:30, 2026-03-03 02:17:30" {
		t.Error(got)
	}
	at = at.Add(12 * time.Hour) // the machine slept
	if cron := due(at, &night); cron != "17 2 * * *" {
		t.Errorf("after a missed night: %q", cron)
	}
}
