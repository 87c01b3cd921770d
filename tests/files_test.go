package tests

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"ringfence/store/vault"
)

const (
	logoPath  = "/api/settings/logo"
	isPNG     = "Content-Type: image/png"
	pngBegins = "\x89PNG\r\n\x1a\n"
)

// content is of a size, and begins as a kind of file does.
func content(t testing.TB, begins string, size int) string {
	t.Helper()
	text := make([]byte, size)
	if _, err := rand.Read(text); err != nil {
		t.Fatal(err)
	}
	copy(text, begins)
	return string(text)
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// A file of the largest size comes back as it went, and one byte more is
// refused (PLAT-12).
func TestFile(t *testing.T) {
	o := newOrg(t)
	hr, largest := o.as(t, "hr"), content(t, "%PDF-1.7\n", 10<<20)
	for name, framing := range map[string][]string{"known length": nil, "unknown length": {"Transfer-Encoding: chunked"}} {
		a := hr.send(t, "PUT", "/dev/file", largest, append(framing, "Content-Type: application/pdf",
			`Content-Disposition: attachment; filename*=UTF-8''%C3%9Cmit%22%0D%0AX-Evil%3A%201.html`)...).want(t, 200)
		f := decode[struct {
			SHA256, Name string
			Bytes        int
			MediaType    string `json:"media_type"`
		}](t, a)
		if f.SHA256 != hashOf(largest) || f.Bytes != len(largest) || f.MediaType != "application/pdf" || f.Name != `Ümit"__X-Evil: 1.html.pdf` {
			t.Errorf("%s: %s", name, a.text)
		}
		got := hr.get(t, "/dev/file").want(t, 200)
		if hashOf(got.text) != hashOf(largest) {
			t.Errorf("%s: %d bytes came back, other ones", name, len(got.text))
		}
		checkDownload(t, got, `Ümit"__X-Evil: 1.html.pdf`, "application/pdf")
	}
	if status := hr.announce(t, "PUT /dev/file", len(largest)+1, largest[:100_000]); status != 413 {
		t.Errorf("a byte more, known from its length: %d", status)
	}
	hr.send(t, "PUT", "/dev/file", largest+"x", "Content-Type: application/pdf", "Transfer-Encoding: chunked").refused(t, 413, "too-large")
	if head := hr.send(t, "HEAD", "/dev/file", "").want(t, 200); head.text != "" || head.Header.Get("Content-Length") != "10485760" {
		t.Errorf("HEAD: %q", head.Header)
	}
	o.as(t, "finance").get(t, "/dev/file").refused(t, 403, "forbidden")
	newOrg(t).as(t, "hr").get(t, "/dev/file").refused(t, 404, "not-found")
	lapsed := newOrg(t, `"valid_from":"2020-01-01T00:00:00Z","valid_until":"2021-01-01T00:00:00Z"`)
	lapsed.as(t, "admin").get(t, "/dev/file").refused(t, 402, "subscription-lapsed")
}

// A file that breaks off half-way is not kept.
func TestFileBroken(t *testing.T) {
	t.Parallel()
	hr := newOrg(t).as(t, "hr")
	half := content(t, "%PDF-1.7\n", 2<<20)
	if status := hr.announce(t, "PUT /dev/file", 4<<20, half); status != 400 {
		t.Errorf("%d", status)
	}
	hr.get(t, "/dev/file").refused(t, 404, "not-found")
}

// announce begins a request with a body of a length, sends the beginning of that
// and ends, and returns the status of the answer.
func (v *visitor) announce(t *testing.T, line string, length int, begins string) int {
	t.Helper()
	connection, err := net.Dial("tcp", "127.0.0.1:"+v.at.port)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_, err = fmt.Fprintf(connection, "%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/pdf\r\n"+
		"Content-Length: %d\r\n\r\n%s", line, v.host, v.token, length, begins)
	if err != nil {
		t.Fatal(err)
	}
	if err := connection.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

// checkDownload: a file is kept, not shown, whatever is in it.
func checkDownload(t *testing.T, a *answer, name, mediaType string) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(a.Header.Get("Content-Disposition"))
	if err != nil || kind != "attachment" || params["filename"] != name {
		t.Errorf("%s", a.Header.Get("Content-Disposition"))
	}
	if a.ContentLength != int64(len(a.text)) || a.Header.Get("Content-Type") != mediaType || a.Header.Get("X-Evil") != "" {
		t.Errorf("%d of %d: %q", a.ContentLength, len(a.text), a.Header)
	}
	if policy := a.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "sandbox") {
		t.Errorf("Content-Security-Policy: %q", policy)
	}
}

// What is said of a file and what it is have to agree, and be allowed.
func TestFileTypes(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	for name, try := range map[string][2]string{
		"svg": {"image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"}, "html as png": {"image/png", "<html><script>alert(1)</script>"},
		"pdf": {"application/pdf", "%PDF-1.7"}, "png as jpeg": {"image/jpeg", pngBegins}, "nothing said": {"", pngBegins}, "nonsense": {"image/png; ;", pngBegins},
		"json": {"application/json", `{"a":1}`},
	} {
		if a := admin.send(t, "PUT", logoPath, try[1], "Content-Type: "+try[0]); a.StatusCode != 415 || a.slug() != "unsupported-media-type" {
			t.Errorf("%s: %d %s", name, a.StatusCode, a.text)
		}
	}
	admin.send(t, "PUT", logoPath, "", isPNG).refused(t, 400, "invalid-request")
	admin.send(t, "PUT", logoPath, content(t, pngBegins, 1<<20+1), isPNG, "Transfer-Encoding: chunked").refused(t, 413, "too-large")
	admin.get(t, logoPath).refused(t, 404, "not-found")
	admin.send(t, "DELETE", logoPath, "").refused(t, 404, "not-found")
}

// A logo is set by administrators and seen by all of the organisation, also
// when it has lapsed, and by nobody else.
func TestLogo(t *testing.T) {
	t.Parallel()
	pair := newOrgs(t, live, 2)
	o, admin := pair[0], pair[0].as(t, "admin")
	one, two := content(t, pngBegins, 1000), content(t, pngBegins, 1<<20)
	before := admin.head(t)
	admin.send(t, "PUT", logoPath, one, isPNG, `Content-Disposition: attachment; filename="Logo.png"`).want(t, 200)
	if got := admin.head(t) - before; got != 2 {
		t.Errorf("%d entries, not that of the logo and that of the file", got)
	}
	admin.send(t, "PUT", logoPath, one, isPNG, `Content-Disposition: attachment; filename="Logo.png"`).want(t, 200)
	if got := admin.head(t) - before; got != 2 {
		t.Errorf("the same again is %d entries", got)
	}
	admin.send(t, "PUT", logoPath, two, isPNG).want(t, 200)
	for _, role := range roles {
		a := o.as(t, role).get(t, logoPath).want(t, 200)
		if a.text != two {
			t.Errorf("%s gets %d bytes", role, len(a.text))
		}
		checkDownload(t, a, "file.png", "image/png")
		if role != "admin" {
			o.as(t, role).send(t, "PUT", logoPath, one, isPNG).refused(t, 403, "forbidden")
			o.as(t, role).send(t, "DELETE", logoPath, "").refused(t, 403, "forbidden")
		}
	}
	pair[1].as(t, "admin").get(t, logoPath).refused(t, 404, "not-found")
	o.nobody().get(t, logoPath).refused(t, 401, "unauthenticated")
	stranger := &visitor{at: o.at, host: o.host(), token: pair[1].as(t, "admin").token}
	stranger.get(t, logoPath).refused(t, 401, "unauthenticated")
	admin.send(t, "PUT", logoPath, one, isPNG, "Cookie: __Host-session="+admin.token, "Authorization: ", "Sec-Fetch-Site: cross-site").refused(t, 403, "cross-site")
	if page := admin.get(t, "/settings/logo", "Accept: text/html").want(t, 200); !strings.Contains(page.text, `src="`+logoPath+`"`) {
		t.Error("the page does not show it")
	}
	admin.send(t, "DELETE", logoPath, "").want(t, 204)
	admin.get(t, logoPath).refused(t, 404, "not-found")
	lapsed := newOrg(t, `"valid_from":"2020-01-01T00:00:00Z","valid_until":"2021-01-01T00:00:00Z"`)
	lapsed.as(t, "admin").send(t, "PUT", logoPath, one, isPNG).refused(t, 402, "subscription-lapsed")
	lapsed.as(t, "admin").get(t, logoPath).refused(t, 404, "not-found")
}

// From a page it is a part of a form.
func TestLogoForm(t *testing.T) {
	t.Parallel()
	o := newOrg(t)
	admin := o.as(t, "admin")
	cookie := "Cookie: __Host-session=" + admin.token
	nobody := o.nobody()
	post := func(name, mediaType, text string) *answer {
		t.Helper()
		body, kind := form(t, name, mediaType, text)
		return nobody.send(t, "POST", "/settings/logo", body, "Content-Type: "+kind, cookie)
	}
	logo := content(t, pngBegins, 1<<20)
	post("logo.png", "image/png", logo).leads(t, "/settings/logo")
	if a := admin.get(t, logoPath).want(t, 200); a.text != logo {
		t.Errorf("%d bytes", len(a.text))
	}
	for name, a := range map[string]*answer{
		"larger": post("logo.png", "image/png", logo+"x").want(t, 413), "much larger": post("logo.png", "image/png", logo+logo[:60_000]).want(t, 413),
		"svg": post("logo.svg", "image/svg+xml", "<svg/>").want(t, 415), "none": post("", "application/octet-stream", "").want(t, 400),
	} {
		if !strings.Contains(a.text, `id="file-error"`) {
			t.Errorf("%s: the field does not say what is wrong", name)
		}
	}
	nobody.send(t, "POST", "/settings/logo", "file=x", isForm, cookie).want(t, 415)
	nobody.send(t, "POST", "/settings/logo/remove", "", isForm, cookie).leads(t, "/settings/logo")
	admin.get(t, logoPath).refused(t, 404, "not-found")
}

// form is a form with a file in it, and its type.
func form(t *testing.T, name, mediaType, text string) (body, kind string) {
	t.Helper()
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	if err := w.WriteField("version", "1"); err != nil {
		t.Fatal(err)
	}
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}, "Content-Type": {mediaType}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String(), w.FormDataContentType()
}

// Nobody who has the disk reads a file, and one that they have changed is not
// answered with.
func TestFileOnDisk(t *testing.T) {
	t.Parallel()
	if host != "native" {
		t.Skip("the bucket's files are the platform's own")
	}
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	hr := o.as(t, "hr")
	text := content(t, "name,salary\nGrace,100\n", 3*vault.PartSize)
	text = strings.ReplaceAll(text, "\x00", "x")
	hr.send(t, "PUT", "/dev/file", text, "Content-Type: text/csv").want(t, 200)
	stored, err := filepath.Glob(filepath.Join(s.data, "files", "uk", "*", "*", "*"))
	if err != nil || len(stored) != 3 {
		t.Fatal(stored, err)
	}
	for _, path := range stored {
		if sealed, err := os.ReadFile(path); err != nil || bytes.Contains(sealed, []byte("Grace")) {
			t.Errorf("%s: %v", path, err)
		}
	}
	swap(t, stored[1], stored[2])
	if a, err := hr.try(t.Context(), "GET", "/dev/file", ""); err == nil && a.StatusCode == http.StatusOK {
		t.Errorf("swapped: %d bytes as if nothing had happened", len(a.text))
	}
	swap(t, stored[1], stored[2])
	if err := os.Truncate(stored[0], 1000); err != nil {
		t.Fatal(err)
	}
	hr.get(t, "/dev/file").refused(t, 503, "file-unavailable")
	hr.get(t, "/api/auth/session").want(t, 200)
}

// The bytes of what was removed go at night, and no others (PLAT-12).
func TestFilesAtNight(t *testing.T) {
	t.Parallel()
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	admin, base := o.as(t, "admin"), &visitor{at: s, host: "localhost"}
	admin.send(t, "PUT", logoPath, content(t, pngBegins, 1000), isPNG).want(t, 200)
	admin.send(t, "PUT", logoPath, content(t, pngBegins, 1000), isPNG).want(t, 200)
	base.send(t, "POST", "/dev/clock", `{"advance_s":86400}`).want(t, 200)
	base.send(t, "POST", "/dev/cron?cron=17+2+*+*+*", "").want(t, 204)
	base.send(t, "POST", "/dev/clock", `{"advance_s":25200}`).want(t, 200) // the visits are spread over six hours
	s.cron(t)
	s.log.has(t, `"swept":1`)
	base.send(t, "POST", "/dev/clock", `{"now":null}`).want(t, 200)
	admin.get(t, logoPath).want(t, 200)
}

func swap(t *testing.T, one, other string) {
	t.Helper()
	for _, move := range [][2]string{{one, one + "x"}, {other, one}, {one + "x", other}} {
		if err := os.Rename(move[0], move[1]); err != nil {
			t.Fatal(err)
		}
	}
}

// Memory stays flat however large the files are: natively many at once take less
// than they have bytes, at the edge no instance dies of it or is kept out: one that has grown is given
// up after its answer, as TinyGo's do.
func TestFileMemory(t *testing.T) {
	s := another(t, t.TempDir(), "--dev", "--no-seed")
	o := newOrgs(t, s, 1)[0]
	hr, text, atOnce := o.as(t, "hr"), content(t, "%PDF-1.7\n", 10<<20), 16
	if host != "native" {
		atOnce = 2 // as many as are let in at a time
	}
	for range 2 {
		together(atOnce, func(int) {
			hr.send(t, "PUT", "/dev/file", text, "Content-Type: application/pdf").want(t, 200)
			hr.get(t, "/dev/file").want(t, 200)
		})
	}
	if host != "native" {
		edge, err := (&visitor{at: s, host: "localhost"}).try(t.Context(), "GET", "/dev/edge", "")
		if err != nil || !strings.Contains(edge.text, `"discarded":0,"refused":0`) {
			t.Error(edge.text, err)
		}
		return
	}
	status, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/status")
	if err != nil {
		t.Skip("this machine does not say what a process takes")
	}
	_, most, _ := strings.Cut(string(status), "VmHWM:")
	if kib, err := strconv.Atoi(strings.Fields(most)[0]); err != nil || kib<<10 > atOnce*len(text) {
		t.Errorf("%d KiB, %v", kib, err)
	}
}
