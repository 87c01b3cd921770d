package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strconv"

	"ringfence/domain"
	"ringfence/store/db"
	"ringfence/store/tenantdb"
)

// Upload is a file that somebody sends.
type Upload struct {
	Name, MediaType string // as the sender says
	Content         io.Reader
}

// KeepFile keeps an upload of one of the types, of at most so many bytes.
// Errors: "unsupported-media-type", domain.ErrFileEmpty, "too-large",
// domain.ErrFileStorage, domain.ErrFile, the content's own, those of Check.
func (t *Tenant) KeepFile(ctx context.Context, u Upload, types []string, most int64) (*domain.File, error) {
	if err := t.fileRoom(ctx); err != nil {
		return nil, err
	}
	w := t.WriteFile(ctx)
	mediaType, err := w.take(u, types, most)
	if err == nil {
		var f *domain.File
		if f, err = w.Finish(u.Name, mediaType); err == nil {
			return f, nil
		}
	}
	w.Abandon()
	return nil, err
}

// take copies an upload, once its type is known and is one of those.
func (w *FileWriter) take(u Upload, types []string, most int64) (string, error) {
	head := make([]byte, domain.FileHead)
	n, err := io.ReadFull(u.Content, head)
	switch {
	case n == 0 && err == io.EOF:
		return "", domain.ErrFileEmpty
	case err != nil && err != io.ErrUnexpectedEOF:
		return "", err
	}
	mediaType := domain.FileType(u.MediaType, u.Name, head[:n])
	if !slices.Contains(types, mediaType) {
		return "", domain.WrongFileType(types)
	}
	content := io.MultiReader(bytes.NewReader(head[:n]), u.Content)
	copied, err := io.Copy(w, io.LimitReader(content, most+1))
	if err == nil && copied > most {
		err = domain.FileTooLarge(most)
	}
	return mediaType, err
}

const keptBytesSQL = `(SELECT coalesce(sum(bytes), 0) FROM files)`

// fileRoom refuses who keeps as much as they may, before anything is sent.
func (t *Tenant) fileRoom(ctx context.Context) error {
	rows, err := t.gate.Read(ctx, func(*Access) []tenantdb.Query {
		return []tenantdb.Query{tenantdb.Select(`SELECT ` + keptBytesSQL + ` >= file_bytes FROM settings`)}
	})
	if err == nil && rows[0][0][0].Bool() {
		err = domain.ErrFileStorage
	}
	return err
}

// AttachFile adds a file that has been kept to the change of the record whose
// it is.
func (t *Tenant) AttachFile(c *Change, f *domain.File, entity, entityID string) error {
	now := t.gate.Now()
	none := domain.Record{ID: f.ID}
	rec := domain.Record{ID: f.ID, Version: 1, CreatedAt: now, UpdatedAt: now, Values: []string{entity, entityID, f.Name, f.MediaType,
		strconv.FormatInt(f.Bytes, 10), strconv.FormatInt(f.Parts, 10), f.SHA256, t.gate.Access().User.ID}}
	stmts, err1 := t.gate.Store(domain.Files, none, rec)
	e, err2 := t.gate.Difference("file.add", domain.Files, none, rec)
	fits := tenantdb.Require(keptBytesSQL+` + ? <= file_bytes FROM settings`, db.Int(f.Bytes))
	c.Also(e).Exec(fits).Exec(stmts...)
	return errors.Join(err1, err2)
}

// RemoveFile adds to a change that a file goes. Its bytes go at night.
func (t *Tenant) RemoveFile(c *Change, id string) {
	c.Also(tenantdb.Did("file.remove", domain.Files.Entity, id)).
		Exec(db.Q(`DELETE FROM files WHERE id = ?`, db.Text(id)), tenantdb.RequireOne)
}
