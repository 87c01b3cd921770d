package domain_test

import (
	"testing"
	"time"

	"ringfence/domain"
)

// TestRetryJob: the waits grow, and come to an end.
func TestRetryJob(t *testing.T) {
	t.Parallel()
	for tries, want := range []time.Duration{10 * time.Second, 10 * time.Second, 40 * time.Second, 160 * time.Second, 640 * time.Second, 2560 * time.Second} {
		if wait, again := domain.RetryJob(int64(tries)); wait != want || !again {
			t.Errorf("after %d: %s, %t", tries, wait, again)
		}
	}
	for _, tries := range []int64{6, 7, 1 << 40} {
		if _, again := domain.RetryJob(tries); again {
			t.Errorf("tried again after %d", tries)
		}
	}
}

// TestJobOver: a job is over in its final states, and in those alone.
func TestJobOver(t *testing.T) {
	t.Parallel()
	over := map[domain.JobState]bool{domain.JobDone: true, domain.JobFailed: true, domain.JobCancelled: true}
	for _, state := range domain.JobStates {
		j := domain.Job{State: domain.JobState(state)}
		if j.Over() != over[j.State] {
			t.Errorf("%s: %t", state, j.Over())
		}
	}
}
