package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ringfence/domain"
	"ringfence/store"
	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/vault"
)

// picture is content that begins as a PNG does.
func picture(t testing.TB, size int) []byte {
	t.Helper()
	content := make([]byte, size)
	if _, err := rand.Read(content); err != nil {
		t.Fatal(err)
	}
	copy(content, "\x89PNG\r\n\x1a\n")
	return content
}

// keepPicture keeps a picture as an administrator's upload.
func (w *world) keepPicture(t testing.TB, tenant *store.Tenant, content []byte) *domain.File {
	t.Helper()
	f, err := tenant.KeepFile(context.Background(), store.Upload{Name: "Logo.png", MediaType: "image/png", Content: bytes.NewReader(content)},
		domain.Pictures, domain.MostFile)
	must(t, err)
	return f
}

// setLogo makes a picture north's logo.
func (w *world) setLogo(t testing.TB, content []byte) *domain.File {
	t.Helper()
	ctx, tenant := context.Background(), w.as(t, w.signIn(t, "north", "admin"))
	f := w.keepPicture(t, tenant, content)
	c, err := tenant.SetLogo(ctx, f)
	must(t, err)
	must(t, tenant.Commit(ctx, c, store.Answer{}))
	return f
}

// logo reads north's logo to its end.
func (w *world) logo(t testing.TB) ([]byte, error) {
	t.Helper()
	r, err := w.as(t, w.signIn(t, "north", "employee")).Logo(context.Background())
	if err != nil {
		return nil, err
	}
	var content []byte
	for {
		part, err := r.Next(context.Background())
		if err == io.EOF {
			return content, nil
		}
		if err != nil {
			return content, err
		}
		content = append(content, part...)
	}
}

// stored are the paths of a tenant's bytes.
func (w *world) stored(t testing.TB) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(w.dir, "files", "uk", "*", "*", "*"))
	must(t, err)
	return list
}

// TestFile: what was put is what comes back, whatever its size, sealed on the
// disk and its name sealed in the row.
func TestFile(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	for _, size := range []int{8, vault.PartSize - 1, vault.PartSize, vault.PartSize + 1, 3*vault.PartSize + 7} {
		content := picture(t, size)
		f := w.setLogo(t, content)
		sum := sha256.Sum256(content)
		if f.Bytes != int64(size) || f.SHA256 != hex.EncodeToString(sum[:]) || f.MediaType != "image/png" || f.Name != "Logo.png" {
			t.Errorf("%+v", f)
		}
		if got, err := w.logo(t); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%d bytes of %d, %v", len(got), size, err)
		}
	}
	for _, path := range w.stored(t) {
		sealed, err := os.ReadFile(path)
		must(t, err)
		if bytes.Contains(sealed, []byte("PNG\r\n")) {
			t.Errorf("%s is not sealed", path)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM files WHERE name NOT LIKE 'v1.1.%' OR entity <> 'settings'`); n != 0 {
		t.Errorf("%d names are not sealed", n)
	}
	if n := w.count(t, `SELECT count(*) FROM files`); n != 1 {
		t.Errorf("%d files are kept of one logo", n)
	}
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE action IN ('file.add', 'file.remove', 'settings.logo')`); n != 5+4+5 {
		t.Errorf("%d entries", n)
	}
	if n := w.count(t, `SELECT count(*) FROM ledger WHERE after LIKE '%Logo.png%' OR after LIKE '%sha256":"' || (SELECT sha256 FROM files) || '%'`); n != 0 {
		t.Error("the ledger has a name or a hash")
	}
}

// TestFileInSlices: a job writes a file over several slices, of which one is
// done twice.
func TestFileInSlices(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	ctx, text := context.Background(), picture(t, 3*vault.PartSize)
	slice := func(state string, content []byte) (*store.FileWriter, *store.Tenant) {
		t.Helper()
		tenant := w.as(t, w.signIn(t, "north", "admin"))
		_, err := tenant.Check(ctx)
		must(t, err)
		file := tenant.WriteFile(ctx)
		if state != "" {
			file, err = tenant.ResumeFile(ctx, state)
			must(t, err)
		}
		_, err = file.Write(content)
		must(t, err)
		return file, tenant
	}
	first, _ := slice("", text[:100])
	one, err := first.Suspend()
	must(t, err)
	lost, _ := slice(one, text[100:2*vault.PartSize]) // its process ends after some parts
	_, err = lost.Suspend()
	must(t, err)
	again, _ := slice(one, text[100:vault.PartSize+200])
	two, err := again.Suspend()
	must(t, err)
	last, tenant := slice(two, text[vault.PartSize+200:])
	f, err := last.Finish("pack.png", "image/png")
	must(t, err)
	c, err := tenant.SetLogo(ctx, f)
	must(t, err)
	must(t, tenant.Commit(ctx, c, store.Answer{}))
	if got, err := w.logo(t); err != nil || !bytes.Equal(got, text) {
		t.Errorf("%d bytes of %d, %v", len(got), len(text), err)
	}
	if _, err := tenant.ResumeFile(ctx, "nonsense"); err == nil {
		t.Error("nonsense goes on")
	}
}

// TestFileTampered: bytes that are cut, changed, swapped, taken from another
// file or from another tenant, or gone, are not answered with.
func TestFileTampered(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	other := w.setLogo(t, picture(t, 2*vault.PartSize))
	taken := w.stored(t)[1]
	foreign, err := os.ReadFile(taken)
	must(t, err)
	f := w.setLogo(t, picture(t, 2*vault.PartSize+5))
	list := slices.DeleteFunc(w.stored(t), func(path string) bool { return filepath.Base(filepath.Dir(path)) == other.ID })
	if len(list) != 3 {
		t.Fatal(list)
	}
	whole := make([][]byte, len(list))
	for i, path := range list {
		whole[i], err = os.ReadFile(path)
		must(t, err)
	}
	put := func(n int, content []byte) { must(t, os.WriteFile(list[n], content, 0o600)) }
	for name, damage := range map[string]func(){
		"cut": func() { put(1, whole[1][:len(whole[1])-1]) },
		"changed": func() {
			put(0, append(slices.Clone(whole[0][:99]), append([]byte{whole[0][99] ^ 1}, whole[0][100:]...)...))
		},
		"swapped":             func() { put(0, whole[1]); put(1, whole[0]) },
		"of another file":     func() { put(1, foreign) },
		"without its end":     func() { must(t, os.Remove(list[2])) },
		"ended too early":     func() { put(2, whole[1]) },
		"empty":               func() { put(0, nil) },
		"another hash in row": func() { w.exec(t, `UPDATE files SET sha256 = printf('%064d', 0)`) },
		"fewer parts in row":  func() { w.exec(t, `UPDATE files SET parts = 2`) },
		"more parts in row":   func() { w.exec(t, `UPDATE files SET parts = 4`) },
	} {
		damage()
		got, err := w.logo(t)
		wantIs(t, err, domain.ErrFile)
		if len(got) > 2*vault.PartSize {
			t.Errorf("%s: all of it was answered", name)
		}
		for i := range list {
			put(i, whole[i])
		}
		w.exec(t, `UPDATE files SET sha256 = ?, parts = 3`, db.Text(f.SHA256))
	}
	if _, err := w.logo(t); err != nil {
		t.Errorf("mended: %v", err)
	}
}

// TestUploadRefused: what is refused leaves no bytes behind.
func TestUploadRefused(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	broken := errors.New("broken off")
	for name, try := range map[string]struct {
		said    string
		content io.Reader
		code    string
	}{
		"empty":        {"image/png", bytes.NewReader(nil), "invalid-request"},
		"too large":    {"image/png", bytes.NewReader(picture(t, 2<<20+1)), "too-large"},
		"other type":   {"application/pdf", bytes.NewReader([]byte("%PDF-1.7 and more")), "unsupported-media-type"},
		"not the type": {"image/png", bytes.NewReader([]byte("<svg onload=alert(1)>")), "unsupported-media-type"},
		"broken off":   {"image/png", io.MultiReader(bytes.NewReader(picture(t, 1<<20+9)), failing{broken}), broken.Error()},
		"broken soon":  {"image/png", io.MultiReader(bytes.NewReader(picture(t, 9)), failing{broken}), broken.Error()},
	} {
		tenant := w.as(t, w.signIn(t, "north", "admin"))
		_, err := tenant.KeepFile(context.Background(), store.Upload{Name: "x", MediaType: try.said, Content: try.content}, domain.Pictures, 2<<20)
		wantCode(t, err, try.code)
		if left := w.stored(t); left != nil {
			t.Errorf("%s: %q", name, left)
		}
	}
	if _, err := w.as(t, store.Request{}).WriteFile(context.Background()).Finish("x", "text/plain"); !errors.Is(err, domain.ErrFileEmpty) {
		t.Error(err)
	}
	stranger := w.as(t, store.Request{}).WriteFile(context.Background())
	if _, err := stranger.Write(make([]byte, vault.PartSize+1)); !errors.Is(err, domain.ErrUnauthenticated) {
		t.Errorf("a stranger's bytes: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestQuota: an organisation keeps no more than it may, also when two come at once.
func TestQuota(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	ctx := context.Background()
	w.exec(t, `UPDATE settings SET file_bytes = 1000`)
	first, second := w.as(t, w.signIn(t, "north", "admin")), w.as(t, w.signIn(t, "north", "admin"))
	one, two := w.keepPicture(t, first, picture(t, 600)), w.keepPicture(t, second, picture(t, 600))
	c1, err := first.SetDevFile(ctx, one)
	must(t, err)
	c2, err := second.SetDevFile(ctx, two)
	must(t, err)
	must(t, first.Commit(ctx, c1, store.Answer{}))
	wantIs(t, second.Commit(ctx, c2, store.Answer{}), store.ErrStale)
	w.exec(t, `UPDATE settings SET file_bytes = 600`)
	_, err = w.as(t, w.signIn(t, "north", "admin")).KeepFile(ctx, store.Upload{MediaType: "image/png", Content: bytes.NewReader(picture(t, 9))}, domain.Pictures, 99)
	wantIs(t, err, domain.ErrFileStorage)
}

// TestSweep: at night the bytes go that are nobody's, a day after they came.
func TestSweep(t *testing.T) {
	t.Parallel()
	w := withClinic(t)
	ctx := context.Background()
	old := w.setLogo(t, picture(t, vault.PartSize+1))
	kept := w.setLogo(t, picture(t, vault.PartSize+1))
	lost := w.keepPicture(t, w.as(t, w.signIn(t, "north", "admin")), picture(t, 9)) // its process ends here
	for _, path := range w.stored(t) {
		must(t, os.Chtimes(path, w.now(), w.now()))
	}
	sweep := func() int64 {
		t.Helper()
		must(t, w.MarkAllDue(ctx))
		w.pass(7 * hour)
		done, err := w.SweepFiles(ctx)
		must(t, err)
		if done.Failures != nil {
			t.Error(done.Failures)
		}
		return done.Parts
	}
	if n := sweep(); n != 0 || len(w.stored(t)) != 5 {
		t.Errorf("%d parts went too soon", n)
	}
	w.pass(day)
	if n := sweep(); n != 3 {
		t.Errorf("%d parts went", n)
	}
	for _, path := range w.stored(t) {
		if id := filepath.Base(filepath.Dir(path)); id != kept.ID {
			t.Errorf("%s stays; it is not %s (old %s, lost %s)", id, kept.ID, old.ID, lost.ID)
		}
	}
	if _, err := w.logo(t); err != nil {
		t.Error(err)
	}
	if n := sweep(); n != 0 {
		t.Errorf("%d parts more", n)
	}
	if n := dbtest.Count(t, w.db("north"), `SELECT count(*) FROM files`); n != 1 {
		t.Errorf("%d files", n)
	}
}
