package tests

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// soak is how many requests the server answers in a row.
func soak() int64 {
	if os.Getenv("RINGFENCE_SOAK") == "1" {
		return 50_000
	}
	return 2_000
}

// Requests in a row leave the server's memory as it was after the first tenth.
func TestSoak(t *testing.T) {
	admin, total := newOrg(t).as(t, "admin"), soak()
	paths := append(slices.Repeat([]string{"/api/auth/session", "/healthz"}, 7), "/api/hr/employees?limit=5", "/employees")
	rush := func(n int64) {
		var done atomic.Int64
		together(4, func(int) {
			for i := done.Add(1); i <= n && !t.Failed(); i = done.Add(1) {
				a, err := admin.try(context.Background(), "GET", paths[i%int64(len(paths))], "")
				if err != nil || a.StatusCode != 200 {
					t.Errorf("request %d: %v %v", i, a, err)
				}
			}
		})
	}
	rush(total / 10)
	before := memory(t)
	rush(total - total/10)
	after := memory(t)
	t.Logf("%d requests, %.1f MiB then %.1f MiB", total, before, after)
	if after > before+spare[host] {
		t.Errorf("memory grew from %.1f MiB to %.1f MiB", before, after)
	}
}

// spare is what a garbage collector may let memory vary by, in MiB.
var spare = map[string]float64{"native": 24, "tinygo": 2, "go": 8}

// memory is the native program's, or the largest instance's at the edge, in
// MiB.
func memory(t *testing.T) float64 {
	t.Helper()
	if host == "native" {
		return resident(t, live.cmd.Process.Pid)
	}
	a, err := public("localhost").try(context.Background(), "GET", "/dev/edge", "")
	if err != nil {
		t.Fatal(err)
	}
	var pool struct{ Memory []float64 }
	if err := json.Unmarshal([]byte(a.text), &pool); err != nil || len(pool.Memory) == 0 {
		t.Fatal(a.text, err)
	}
	return slices.Max(pool.Memory) / (1 << 20)
}

// resident is a process's memory (Linux).
func resident(t *testing.T, pid int) float64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		t.Fatal(err)
	}
	return kib / 1024
}
