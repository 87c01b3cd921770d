package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"time"

	"ringfence/domain"
	"ringfence/store/vault"
)

// FileWriter keeps content as it comes, sealed part by part: it holds one part.
// Nobody sees it until a change has the file (AttachFile).
type FileWriter struct {
	t      *Tenant
	ctx    context.Context
	id     string
	n      int64
	part   []byte // not yet kept: what comes behind decides whether it is the last
	sealed []byte
	sum    hash.Hash
	bytes  int64
}

// WriteFile begins a file. The caller must have been admitted.
func (t *Tenant) WriteFile(ctx context.Context) *FileWriter {
	return &FileWriter{t: t, ctx: ctx, id: NewID(), sum: sha256.New()}
}

// Write implements io.Writer. Errors: domain.ErrFile, domain.ErrEncryption.
func (w *FileWriter) Write(p []byte) (int, error) {
	written := 0
	for len(p) > 0 {
		if len(w.part) == vault.PartSize {
			if err := w.keep(false); err != nil {
				return written, err
			}
		}
		n := min(len(p), vault.PartSize-len(w.part))
		w.part = append(w.part, p[:n]...)
		p, written = p[n:], written+n
	}
	return written, nil
}

func (w *FileWriter) keep(last bool) (err error) {
	w.sum.Write(w.part)
	w.bytes += int64(len(w.part))
	w.sealed, err = w.t.gate.PutPart(w.ctx, vault.Part{File: w.id, N: w.n, Last: last}, w.part, w.sealed)
	w.n, w.part = w.n+1, w.part[:0]
	return err
}

// Finish keeps the rest. Error: domain.ErrFileEmpty.
func (w *FileWriter) Finish(name, mediaType string) (*domain.File, error) {
	if w.n == 0 && len(w.part) == 0 {
		return nil, domain.ErrFileEmpty
	}
	if err := w.keep(true); err != nil {
		return nil, err
	}
	return &domain.File{ID: w.id, Name: domain.FileName(name, mediaType), MediaType: mediaType, Bytes: w.bytes, Parts: w.n,
		SHA256: hex.EncodeToString(w.sum.Sum(nil))}, nil
}

// abandonTime bounds the cleaning up behind somebody who may have left.
const abandonTime = 5 * time.Second

// Abandon removes what has been kept. What it cannot, the nightly sweep does.
func (w *FileWriter) Abandon() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(w.ctx), abandonTime)
	defer cancel()
	_ = w.t.gate.DeleteParts(ctx, w.id, w.n)
}
