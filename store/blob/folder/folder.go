//go:build !js

// Package folder keeps objects as files, which nobody but their owner reads.
package folder

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ringfence/store/blob"
)

// Folder is a blob.Store in a folder, which is made with its first object.
type Folder struct{ root string }

// New returns the store of a folder; it does no I/O.
func New(root string) *Folder { return &Folder{root} }

// unfinished is the folder of what is being written. It is no key.
const unfinished = ".unfinished"

func (f *Folder) path(key string) string { return filepath.Join(f.root, filepath.FromSlash(key)) }

// Put implements blob.Store: what has been put outlives a loss of power.
func (f *Folder) Put(_ context.Context, key string, content []byte) error {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	name, err := f.write(content)
	if err != nil {
		return err
	}
	if err := f.place(name, f.path(key)); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// write makes a file that is on the disk, beside all keys.
func (f *Folder) write(content []byte) (string, error) {
	if err := os.MkdirAll(filepath.Join(f.root, unfinished), 0o700); err != nil {
		return "", err
	}
	file, err := os.CreateTemp(filepath.Join(f.root, unfinished), "")
	if err != nil {
		return "", err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// place moves a file to where its key says, and has the folders say so too.
func (f *Folder) place(name, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.Rename(name, path); err != nil {
		return err
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if err := syncFolder(dir); err != nil || dir == f.root || len(dir) <= len(f.root) {
			return err
		}
	}
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Get implements blob.Store.
func (f *Folder) Get(_ context.Context, key string) ([]byte, error) {
	if err := blob.CheckKey(key); err != nil {
		return nil, err
	}
	content, err := os.ReadFile(f.path(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, blob.ErrNotFound
	}
	return content, err
}

// Delete implements blob.Store. A folder that has become empty goes too.
func (f *Folder) Delete(_ context.Context, keys ...string) error {
	for _, key := range keys {
		if err := blob.CheckKey(key); err != nil {
			return err
		}
		if err := os.Remove(f.path(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		_ = os.Remove(filepath.Dir(f.path(key))) // one that is not empty stays
	}
	return nil
}

// List implements blob.Store. It also removes what a crash has left unfinished.
func (f *Folder) List(_ context.Context, prefix, after string) ([]blob.Object, error) {
	if err := blob.CheckKey(strings.TrimSuffix(prefix, "/")); err != nil {
		return nil, err
	}
	keys, err := f.keys(prefix, after)
	if err != nil {
		return nil, err
	}
	slices.Sort(keys)
	var list []blob.Object
	for _, key := range keys[:min(len(keys), blob.MostListed)] {
		info, err := os.Stat(f.path(key))
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted meanwhile
		}
		if err != nil {
			return nil, err
		}
		list = append(list, blob.Object{Key: key, At: info.ModTime().UnixMilli()})
	}
	return list, f.tidy()
}

func (f *Folder) keys(prefix, after string) (keys []string, err error) {
	err = filepath.WalkDir(f.path(prefix), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(f.root, path)
		if key := filepath.ToSlash(name); key > after {
			keys = append(keys, key)
		}
		return err
	})
	return keys, err
}

// tidy removes files that have been unfinished for longer than any request takes.
func (f *Folder) tidy() error {
	left, err := filepath.Glob(filepath.Join(f.root, unfinished, "*"))
	for _, name := range left {
		if info, statErr := os.Stat(name); statErr == nil && time.Since(info.ModTime()) > time.Hour {
			err = errors.Join(err, os.Remove(name))
		}
	}
	return err
}
