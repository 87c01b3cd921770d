package edge

import (
	"context"
	"io"
	"os"
	"strings"
)

// body is a request's body of which the client had not sent everything when
// the request came here. The rest is fetched as it is read, so what nobody
// reads stays with the client (worker/shim/body.mjs says how long it may take).
type body struct {
	bridge *Bridge
	ctx    context.Context
	part   []byte // fetched and not read yet
	err    error
}

// Read implements io.Reader. Its errors beside io.EOF: os.ErrDeadlineExceeded
// for a client that was too slow (or the slowest of too many), as net/http's server has it,
// io.ErrUnexpectedEOF for one that stopped half-way, or the context's.
func (b *body) Read(p []byte) (int, error) {
	if len(b.part) == 0 && b.err == nil {
		b.fetch()
	}
	if len(b.part) == 0 {
		return 0, b.err
	}
	n := copy(p, b.part)
	b.part = b.part[n:]
	return n, nil
}

func (b *body) fetch() {
	b.part, b.err = b.bridge.calls.do(b.ctx, opBody, "", "", io.ErrUnexpectedEOF)
	switch {
	case b.err == nil && len(b.part) == 0:
		b.err = io.EOF
	case b.err == nil || b.ctx.Err() != nil:
	case strings.HasPrefix(b.err.Error(), "Late"), strings.HasPrefix(b.err.Error(), "Crowded"):
		b.err = os.ErrDeadlineExceeded
	default:
		b.err = io.ErrUnexpectedEOF
	}
}

// Close implements io.Closer: the shim ends the body with the request.
func (b *body) Close() error { return nil }
