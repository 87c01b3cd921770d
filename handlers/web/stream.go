package web

import (
	"io"
	"net/http"
	"strconv"
	"time"

	"ringfence/domain"
	"ringfence/store"
)

// filePolicy lets a browser do nothing with a file that it shows all the same.
const filePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

// partTime is how long a client may take over a part of an answer. The edge has
// its own limits.
const partTime = 30 * time.Second

// File answers with a file, to be kept and not to be shown: nobody knows what
// is in it.
func (c *Call) File(f *store.FileReader) error {
	c.SetHeader("Content-Disposition", domain.FileDisposition(f.Name))
	c.SetHeader("Content-Security-Policy", filePolicy)
	return c.Stream(f.MediaType, f.Bytes, func() ([]byte, error) { return f.Next(c.Context()) })
}

// Stream answers with the parts that next makes until io.EOF, each when the
// client has taken the one before; length is that of all, or -1. An answer that
// cannot begin is refused as any. One that cannot go on breaks off, so that
// nobody takes it for whole.
func (c *Call) Stream(contentType string, length int64, next func() ([]byte, error)) error {
	part, err := next()
	if err != nil && err != io.EOF {
		c.w.Header().Del("Content-Disposition")
		return err
	}
	c.w.Header().Set("Content-Type", contentType)
	if length >= 0 {
		c.w.Header().Set("Content-Length", strconv.FormatInt(length, 10))
	}
	c.status = http.StatusOK
	c.w.WriteHeader(http.StatusOK)
	out := http.NewResponseController(c.w)
	for err == nil && c.r.Method != http.MethodHead {
		if _, err = c.w.Write(part); err == nil {
			part, err = next()
		}
		if err == nil { // what has one part alone goes out with its end
			_ = out.SetWriteDeadline(time.Now().Add(partTime))
			err = out.Flush()
		}
	}
	if err != nil && err != io.EOF {
		c.Fault(err)
		_ = out.SetWriteDeadline(time.Unix(1, 0))
	}
	return nil
}
