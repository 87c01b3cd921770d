package edge

import (
	"context"
	"encoding/hex"
	"errors"
	"strconv"
	"unsafe"

	"ringfence/store/db/durable"
	"ringfence/store/password"
)

// calls are the calls to the shim that have not ended. The shim makes each a
// part of the request that is under way, whose rights to input and output it
// uses.
type calls struct {
	waiting map[int32]chan outcome
	last    int32
}

// outcome is how a call ended: eventAnswer, eventRefused or eventFailed, and
// the answer or the reason.
type outcome struct {
	kind int32
	data []byte
}

func (c *calls) settle(id, kind int32, data []byte) {
	if done := c.waiting[id]; done != nil {
		delete(c.waiting, id)
		done <- outcome{kind, data}
	}
}

// do makes a call. Its errors: refused when the call may be made again, else
// the shim's or the context's.
func (c *calls) do(ctx context.Context, operation int32, target, payload string, refused error) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.last++
	id, done := c.last, make(chan outcome, 1)
	c.waiting[id] = done
	hostCall(id, operation, unsafe.Pointer(unsafe.StringData(target)), int32(len(target)),
		unsafe.Pointer(unsafe.StringData(payload)), int32(len(payload)))
	select {
	case o := <-done:
		return o.result(refused)
	case <-ctx.Done():
		delete(c.waiting, id)
		return nil, ctx.Err()
	}
}

func (o outcome) result(refused error) ([]byte, error) {
	switch o.kind {
	case eventAnswer:
		return o.data, nil
	case eventRefused:
		return nil, refused
	}
	return nil, errors.New(string(o.data))
}

// Batch returns the durable.Call of the Durable Object with this name, which
// lives in region (uk, eu, us or au) if it is new.
func (b *Bridge) Batch(name, region string) durable.Call {
	target := name + "\x00" + region
	return func(ctx context.Context, payload string) (string, error) {
		answer, err := b.calls.do(ctx, opBatch, target, payload, durable.ErrBroken)
		return unsafe.String(unsafe.SliceData(answer), len(answer)), err
	}
}

// Derive is password.Derive, by WebCrypto.
func (b *Bridge) Derive(ctx context.Context, plain string, salt []byte, iterations, rounds int) ([]byte, error) {
	target := strconv.Itoa(iterations) + "\x00" + strconv.Itoa(rounds) + "\x00" + hex.EncodeToString(salt)
	return b.calls.do(ctx, opDerive, target, plain, password.ErrBusy)
}
