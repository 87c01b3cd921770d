package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// cpuTime is the CPU time that processes have used, in all their threads.
func cpuTime(pids []int) time.Duration {
	var sum time.Duration
	for _, pid := range pids {
		sum += clockOf(pid)
	}
	return sum
}

// clockOf reads a process's CPU clock, whose id is ~pid<<3|2 (Linux,
// CPUCLOCK_SCHED): it counts nanoseconds, where /proc counts hundredths.
func clockOf(pid int) time.Duration {
	var t syscall.Timespec
	_, _, failed := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, uintptr(int64(^pid)<<3|2), uintptr(unsafe.Pointer(&t)), 0)
	if failed != 0 {
		return 0
	}
	return time.Duration(t.Nano())
}

// memory is the proportional set size of processes, in MB.
func memory(pids []int) (float64, error) {
	kB := 0
	for _, pid := range pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		if err != nil {
			return 0, err
		}
		_, after, _ := bytes.Cut(text, []byte("\nPss:"))
		fields := strings.Fields(string(after[:min(len(after), 40)]))
		if len(fields) == 0 {
			return 0, fmt.Errorf("no Pss of process %d", pid)
		}
		n, err := strconv.Atoi(fields[0])
		if err != nil {
			return 0, err
		}
		kB += n
	}
	return float64(kB) * 1024 / 1e6, nil
}

// below are the processes that pid has started, and theirs.
func below(pid int) ([]int, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	var found []int
	for _, e := range entries {
		child, err := strconv.Atoi(e.Name())
		if err != nil || parentOf(child) != pid {
			continue
		}
		deeper, err := below(child)
		if err != nil {
			return nil, err
		}
		found = append(append(found, child), deeper...)
	}
	return found, nil
}

// parentOf is the fourth field of /proc/pid/stat; the second, a name in
// brackets, may hold spaces. 0 for a process that has ended.
func parentOf(pid int) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	parent, _ := strconv.Atoi(fields[1])
	return parent
}
