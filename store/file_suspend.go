package store

import (
	"context"
	"encoding"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
)

// Suspend keeps what has been written, and answers with where the next slice of
// a job goes on. A slice that is done again writes the same parts again.
func (w *FileWriter) Suspend() (string, error) {
	if len(w.part) > 0 {
		if err := w.keep(false); err != nil {
			return "", err
		}
	}
	sum, err := w.sum.(encoding.BinaryMarshaler).MarshalBinary()
	n, bytes := strconv.FormatInt(w.n, 10), strconv.FormatInt(w.bytes, 10)
	return strings.Join([]string{w.id, n, bytes, hex.EncodeToString(sum)}, " "), err
}

var errResume = errors.New("store: not where a file was suspended")

// ResumeFile goes on where Suspend stopped.
func (t *Tenant) ResumeFile(ctx context.Context, state string) (*FileWriter, error) {
	w, part := t.WriteFile(ctx), strings.Fields(state)
	if len(part) != 4 {
		return nil, errResume
	}
	var err1, err2 error
	w.id = part[0]
	w.n, err1 = strconv.ParseInt(part[1], 10, 64)
	w.bytes, err2 = strconv.ParseInt(part[2], 10, 64)
	sum, err3 := hex.DecodeString(part[3])
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	return w, w.sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(sum)
}
