package folder_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ringfence/store/blob"
	"ringfence/store/blob/folder"
)

func put(t *testing.T, f *folder.Folder, key, content string) {
	t.Helper()
	if err := f.Put(context.Background(), key, []byte(content)); err != nil {
		t.Fatal(err)
	}
}

func keysOf(t *testing.T, f *folder.Folder, prefix, after string) (keys []string) {
	t.Helper()
	list, err := f.List(context.Background(), prefix, after)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range list {
		if age := time.Since(time.UnixMilli(o.At)); age < -time.Minute || age > time.Hour {
			t.Errorf("%s is of %d", o.Key, o.At)
		}
		keys = append(keys, o.Key)
	}
	return keys
}

func TestFolder(t *testing.T) {
	t.Parallel()
	ctx, f := context.Background(), folder.New(filepath.Join(t.TempDir(), "files"))
	if keys := keysOf(t, f, "uk/t1/", ""); keys != nil {
		t.Errorf("%q where nothing was put", keys)
	}
	for _, key := range []string{"uk/t1/b/0", "uk/t1/a/1", "uk/t1/a/0", "uk/t2/a/0"} {
		put(t, f, key, key)
	}
	put(t, f, "uk/t1/b/0", "other")
	got, err := f.Get(ctx, "uk/t1/b/0")
	if err != nil || string(got) != "other" {
		t.Errorf("%q, %v", got, err)
	}
	if keys := fmt.Sprint(keysOf(t, f, "uk/t1/", "")); keys != "[uk/t1/a/0 uk/t1/a/1 uk/t1/b/0]" {
		t.Error(keys)
	}
	if keys := fmt.Sprint(keysOf(t, f, "uk/t1/", "uk/t1/a/0")); keys != "[uk/t1/a/1 uk/t1/b/0]" {
		t.Error(keys)
	}
	if err := f.Delete(ctx, "uk/t1/a/0", "uk/t1/a/1", "uk/t1/none/0"); err != nil {
		t.Error(err)
	}
	if _, err := f.Get(ctx, "uk/t1/a/0"); !errors.Is(err, blob.ErrNotFound) {
		t.Error(err)
	}
	if keys := fmt.Sprint(keysOf(t, f, "uk/t1/", "")); keys != "[uk/t1/b/0]" {
		t.Error(keys)
	}
}

// Nothing that is not a key reaches the disk.
func TestKeys(t *testing.T) {
	t.Parallel()
	ctx, f := context.Background(), folder.New(t.TempDir())
	for _, key := range []string{"", "/", "a/", "/a", "..", "a/../b", "a//b", ".unfinished/x", "a.b", `a\b`, "a\x00", "é", strings.Repeat("a", 65)} {
		_, err1 := f.Get(ctx, key)
		for _, err := range []error{err1, f.Put(ctx, key, []byte("x")), f.Delete(ctx, key)} {
			if !errors.Is(err, blob.ErrKey) {
				t.Errorf("%q: %v", key, err)
			}
		}
	}
	if _, err := f.List(ctx, "../", ""); !errors.Is(err, blob.ErrKey) {
		t.Error(err)
	}
}

// Nobody but the owner reads what is kept, and nothing half-written has a key.
func TestModes(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "files")
	put(t, folder.New(root), "uk/t1/a/0", "x")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		want := os.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if err == nil && info.Mode().Perm() != want {
			t.Errorf("%s is %o", path, info.Mode().Perm())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(filepath.Join(root, ".unfinished"))
	if err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

// What a crash has left goes in time, and not what is being written.
func TestTidy(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	f := folder.New(root)
	put(t, f, "uk/a", "x")
	old, young := filepath.Join(root, ".unfinished", "old"), filepath.Join(root, ".unfinished", "young")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, before, before); err != nil {
		t.Fatal(err)
	}
	keysOf(t, f, "uk/", "")
	_, err1 := os.Stat(old)
	_, err2 := os.Stat(young)
	if !errors.Is(err1, fs.ErrNotExist) || err2 != nil {
		t.Errorf("old: %v, young: %v", err1, err2)
	}
}

// A list has its bound, and goes on behind the last.
func TestListIsBounded(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	f := folder.New(root)
	put(t, f, "uk/a/0", "x")
	for i := range blob.MostListed {
		name := filepath.Join(root, "uk", "a", fmt.Sprintf("%06d", i+1))
		if err := os.WriteFile(name, bytes.Repeat([]byte("x"), 1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	first := keysOf(t, f, "uk/a/", "")
	rest := keysOf(t, f, "uk/a/", first[len(first)-1])
	if len(first) != blob.MostListed || len(rest) != 1 {
		t.Errorf("%d, then %d", len(first), len(rest))
	}
}
