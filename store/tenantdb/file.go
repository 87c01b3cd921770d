package tenantdb

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"ringfence/domain"
	"ringfence/store/vault"
)

// The bytes of files stand beside the databases, under the tenant's own prefix
// and sealed for their place: no handle gets at another tenant's.

// mostParts bounds a file; the keys of its parts are in their order.
const mostParts = 1_000_000

func (h *Handle) filePrefix() string { return h.site.tenant.Region + "/" + h.site.tenant.ID + "/" }

func (h *Handle) partKey(file string, n int64) string {
	return h.filePrefix() + file + "/" + strconv.FormatInt(mostParts+n, 10)[1:]
}

// mayFile refuses who has not been admitted, and a file that could be none.
func (h *Handle) mayFile() error {
	if h.access == nil {
		return domain.ErrUnauthenticated
	}
	return h.HasKeys()
}

// PutPart seals a part of a file and keeps it. It is nobody's until a row says
// so; until then the nightly sweep takes it away. sealed is memory to use
// again. Errors: domain.ErrFile, domain.ErrEncryption.
func (h *Handle) PutPart(ctx context.Context, p vault.Part, plain, sealed []byte) ([]byte, error) {
	if err := h.mayFile(); err != nil {
		return sealed, err
	}
	sealed, err := h.site.keys.SealPart(sealed[:0], p, plain)
	if err != nil {
		return sealed, ToDomainError(err)
	}
	return sealed, fileError(h.gate.files.Put(ctx, h.partKey(p.File, p.N), sealed))
}

// GetPart is a part of a file. Error: domain.ErrFile, also for one that is not
// what was put there.
func (h *Handle) GetPart(ctx context.Context, p vault.Part) ([]byte, error) {
	if err := h.mayFile(); err != nil {
		return nil, err
	}
	sealed, err := h.gate.files.Get(ctx, h.partKey(p.File, p.N))
	if err != nil {
		return nil, fileError(err)
	}
	plain, err := h.site.keys.OpenPart(p, sealed)
	return plain, fileError(err)
}

// DeleteParts removes a file's bytes. Error: domain.ErrFile.
func (h *Handle) DeleteParts(ctx context.Context, file string, parts int64) error {
	keys := make([]string, parts)
	for n := range keys {
		keys[n] = h.partKey(file, int64(n))
	}
	return fileError(h.gate.files.Delete(ctx, keys...))
}

// StoredPart is the key of bytes that are kept, and the file that they are of.
type StoredPart struct {
	Key, File string
	At        int64 // when it was put, Unix milliseconds
}

// StoredParts lists the tenant's bytes behind a key, at most blob.MostListed.
// Error: domain.ErrFile.
func (h *Handle) StoredParts(ctx context.Context, after string) ([]StoredPart, error) {
	objects, err := h.gate.files.List(ctx, h.filePrefix(), after)
	list := make([]StoredPart, len(objects))
	for i, o := range objects {
		file, _, _ := strings.Cut(strings.TrimPrefix(o.Key, h.filePrefix()), "/")
		list[i] = StoredPart{o.Key, file, o.At}
	}
	return list, fileError(err)
}

// DeleteStored removes bytes that StoredParts has named. Error: domain.ErrFile.
func (h *Handle) DeleteStored(ctx context.Context, list []StoredPart) error {
	keys := make([]string, len(list))
	for i := range list {
		keys[i] = list[i].Key
	}
	return fileError(h.gate.files.Delete(ctx, keys...))
}

// fileError is the refusal for bytes that cannot be put, are not there, or are
// not what they were. A client that has left is told nothing.
func fileError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return WithCause(domain.ErrFile, err)
}
