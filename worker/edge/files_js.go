package edge

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"unsafe"

	"ringfence/store/blob"
)

// Files is the blob.Store of the Worker's buckets, which the shim reaches
// (worker/shim/files.mjs).
func (b *Bridge) Files() blob.Store { return bucket{&b.calls} }

type bucket struct{ calls *calls }

// The answers of the shim's file operations are nothing, content, or lines; it
// takes a verb and its operands, and a content to put.
func (f bucket) do(ctx context.Context, content []byte, operands ...string) ([]byte, error) {
	return f.calls.do(ctx, opFile, strings.Join(operands, "\x00"), unsafe.String(unsafe.SliceData(content), len(content)), errBucket)
}

var errBucket = errors.New("worker: the bucket would probably answer now")

// Put implements blob.Store.
func (f bucket) Put(ctx context.Context, key string, content []byte) error {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	_, err := f.do(ctx, content, "put", key)
	return err
}

// Get implements blob.Store. The shim answers nothing for what is not there:
// what is sealed is never empty.
func (f bucket) Get(ctx context.Context, key string) ([]byte, error) {
	if err := blob.CheckKey(key); err != nil {
		return nil, err
	}
	content, err := f.do(ctx, nil, "get", key)
	if err == nil && len(content) == 0 {
		err = blob.ErrNotFound
	}
	return content, err
}

// Delete implements blob.Store.
func (f bucket) Delete(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		if err := blob.CheckKey(key); err != nil {
			return err
		}
	}
	if len(keys) == 0 {
		return nil
	}
	_, err := f.do(ctx, nil, append([]string{"delete"}, keys...)...)
	return err
}

// List implements blob.Store.
func (f bucket) List(ctx context.Context, prefix, after string) (list []blob.Object, err error) {
	if err := blob.CheckKey(strings.TrimSuffix(prefix, "/")); err != nil {
		return nil, err
	}
	lines, err := f.do(ctx, nil, "list", prefix, after)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	for _, line := range strings.Split(string(lines), "\n") {
		key, at, _ := strings.Cut(line, " ")
		ms, err := strconv.ParseInt(at, 10, 64)
		if err != nil {
			return nil, err
		}
		list = append(list, blob.Object{Key: key, At: ms})
	}
	return list, nil
}
