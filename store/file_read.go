package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/vault"
)

// fileSQL reads the file that an expression names, if it is the record's own.
// Arguments: the expression's, entity, entity id.
func fileSQL(id string) string {
	return `SELECT id, name, media_type, bytes, parts, sha256 FROM files
WHERE id = ` + id + ` AND entity = ? AND entity_id = ?`
}

// FileReader opens a file part by part.
type FileReader struct {
	domain.File
	t   *Tenant
	n   int64
	sum hash.Hash
}

// openFile is the reader of a row of fileSQL, which the caller may see. Errors:
// domain.ErrNotFound, domain.ErrEncryption.
func (t *Tenant) openFile(rows db.Rows) (*FileReader, error) {
	if len(rows) == 0 {
		return nil, domain.ErrNotFound
	}
	row := rows[0]
	f := domain.File{ID: row[0].S, MediaType: row[2].S, Bytes: row[3].I, Parts: row[4].I, SHA256: row[5].S}
	name, err := t.gate.Unseal(vault.Place{Table: domain.Files.Name, Column: "name", Row: f.ID}, row[1].S)
	f.Name = name
	return &FileReader{File: f, t: t, sum: sha256.New()}, err
}

// Next is the next part of the content; the last one only if the whole is what
// was put. Errors: io.EOF behind it, domain.ErrFile.
func (r *FileReader) Next(ctx context.Context) ([]byte, error) {
	if r.n == r.Parts {
		return nil, io.EOF
	}
	last := r.n == r.Parts-1
	part, err := r.t.gate.GetPart(ctx, vault.Part{File: r.ID, N: r.n, Last: last})
	if err != nil {
		return nil, err
	}
	r.sum.Write(part)
	if last && hex.EncodeToString(r.sum.Sum(nil)) != r.SHA256 {
		return nil, domain.ErrFile
	}
	r.n++
	return part, nil
}
