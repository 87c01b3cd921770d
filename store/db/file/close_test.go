//go:build !js

package file

import (
	"path/filepath"
	"testing"
	"testing/synctest"
)

// TestCloseWaits for the writes that somebody has begun.
func TestCloseWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	synctest.Test(t, func(t *testing.T) {
		opened, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		d, closed := opened.(*DB), false
		d.lead <- struct{}{} // somebody leads
		go func() { closed = d.Close() == nil }()
		synctest.Wait()
		if closed {
			t.Error("closed beside a write")
		}
		<-d.lead
		synctest.Wait()
		if !closed {
			t.Error("not closed after it")
		}
	})
}
