package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// largeTimeout is how long a request may take whose client sends or takes
// something large.
const largeTimeout = 5 * time.Minute

// TakesFile says that the body is a file of one of the types, of at most so many
// bytes. It is read as it is kept, never held whole. A program sends it as it is,
// with its Content-Type and its name in Content-Disposition; a form as its part
// "file".
func (r Route) TakesFile(most int64, types ...string) Route {
	r.file, r.types, r.large = most, types, true
	r.problems = append(r.problems, "file-unavailable", "storage-limit")
	return r
}

// ReturnsFile says that the answer is a file of one of the types.
func (r Route) ReturnsFile(types ...string) Route {
	r.types, r.status = types, http.StatusOK
	r.problems = append(r.problems, "file-unavailable")
	return r.Large()
}

// Large says that the answer may be large: it is sent as it is made.
func (r Route) Large() Route {
	r.large = true
	return r
}

// formMargin is what a form has beside the file in it, in bytes at most.
const formMargin = 64 << 10

// KeepFile keeps the file that was sent, of a caller who may. A handler that
// runs anew gets the same one. Errors: those of store.Tenant.KeepFile,
// "invalid-request" where there is none.
func (c *Call) KeepFile() (*domain.File, error) {
	return Once(c, func() (*domain.File, error) {
		if _, err := c.tenant.Check(c.Context()); err != nil {
			return nil, err
		}
		if c.r.ContentLength > c.route.file+formMargin || !c.route.page && c.r.ContentLength > c.route.file {
			return nil, domain.FileTooLarge(c.route.file)
		}
		_ = http.NewResponseController(c.w).SetReadDeadline(time.Now().Add(largeTimeout)) // the edge has its own
		upload, err := c.upload()
		if err != nil {
			return nil, err
		}
		return c.tenant.KeepFile(c.Context(), upload, c.route.types, c.route.file)
	})
}

func (c *Call) upload() (store.Upload, error) {
	if c.route.page {
		return c.formFile()
	}
	mediaType, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if err != nil {
		return store.Upload{}, domain.WrongFileType(c.route.types)
	}
	_, params, _ := mime.ParseMediaType(c.r.Header.Get("Content-Disposition"))
	return store.Upload{Name: params["filename"], MediaType: mediaType, Content: bodyReader{c.r.Body, c.route.file}}, nil
}

// formFile is the part "file" of a form.
func (c *Call) formFile() (u store.Upload, err error) {
	c.r.Body = http.MaxBytesReader(nil, c.r.Body, c.route.file+formMargin)
	form, err := c.r.MultipartReader()
	if err != nil {
		return u, domain.WrongFileType(c.route.types)
	}
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return u, domain.ErrFileEmpty
		}
		if err != nil {
			return u, bodyError(err, c.route.file)
		}
		if part.FormName() == "file" {
			mediaType, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
			return store.Upload{Name: part.FileName(), MediaType: mediaType, Content: bodyReader{part, c.route.file}}, nil
		}
	}
}

// bodyReader reads a body; its errors are refusals.
type bodyReader struct {
	io.Reader
	most int64
}

func (b bodyReader) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = bodyError(err, b.most)
	}
	return n, err
}

// bodyError is the refusal of a body that could not be read.
func bodyError(err error, most int64) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return domain.FileTooLarge(most)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &domain.Error{Code: "request-timeout", Message: "What was sent did not arrive in time. Try again."}
	}
	return domain.Invalid(domain.FieldError{Field: "body", Code: "incomplete",
		Message: "The body could not be read to its end"})
}
