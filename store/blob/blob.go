// Package blob keeps sealed bytes beside the databases: what is too large for a
// row. It is told a key and bytes, and nothing of what they are.
//
// Content is kept as many objects of bounded size, not as one that is written
// and read as a stream: each call is whole or has not happened, needs a bounded
// memory, and belongs to the request that makes it. Work that is done in slices
// goes on where the slice before it stopped.
package blob

import (
	"context"
	"errors"
	"strings"
)

// Store is a place for objects: a folder natively, a bucket at the edge. Safe
// for concurrent use.
type Store interface {
	// Put keeps an object, whole or not at all, in place of the one with its key.
	Put(ctx context.Context, key string, content []byte) error
	// Get is an object's content, the caller's to change. Error: ErrNotFound.
	Get(ctx context.Context, key string) ([]byte, error)
	// Delete removes objects. One that is not there is no error.
	Delete(ctx context.Context, keys ...string) error
	// List names objects whose key begins with prefix, which ends in "/", in the
	// order of their keys and behind after: at most MostListed.
	List(ctx context.Context, prefix, after string) ([]Object, error)
}

// Object is one that is kept.
type Object struct {
	Key string
	At  int64 // when it was put, Unix milliseconds
}

// MostListed is how many objects a list names; it has fewer only at its end.
const MostListed = 1000

var (
	// ErrNotFound says that there is no object with the key.
	ErrNotFound = errors.New("blob: no such object")
	// ErrKey refuses what is no key.
	ErrKey = errors.New("blob: malformed key")
)

// CheckKey refuses all but names of letters, digits, "-" and "_" with "/"
// between them: no key leads out of a folder. Error: ErrKey.
func CheckKey(key string) error {
	for _, name := range strings.Split(key, "/") {
		if name == "" || len(name) > 64 || strings.IndexFunc(name, strange) >= 0 {
			return ErrKey
		}
	}
	return nil
}

func strange(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_':
		return false
	}
	return true
}
