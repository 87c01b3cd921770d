// Package poll stands in for the standard library's, so that package net
// builds where no file descriptor is ever polled: every operation answers that
// it is not available.
package poll

import (
	"errors"
	"io"
	"syscall"
	"time"
)

type timeoutError struct{ msg string }

func (e *timeoutError) Error() string   { return e.msg }
func (e *timeoutError) Timeout() bool   { return true }
func (e *timeoutError) Temporary() bool { return true }

// DeadlineExceededError is the error of an operation that ran out of time.
type DeadlineExceededError = timeoutError

type netClosingError struct{}

func (netClosingError) Error() string   { return "use of closed network connection" }
func (netClosingError) Timeout() bool   { return false }
func (netClosingError) Temporary() bool { return false }

// The errors package net and package os compare with.
var (
	ErrNetClosing             = netClosingError{}
	ErrFileClosing            = errors.New("use of closed file")
	ErrNoDeadline             = errors.New("file type does not support deadline")
	ErrNotPollable            = errors.New("not pollable")
	ErrDeadlineExceeded error = &timeoutError{"i/o timeout"}
)

// String is a string that a hook may change; net uses it for error texts.
type String string

// CloseFunc and AcceptFunc are the hooks that net's tests replace.
var (
	CloseFunc  = func(int) error { return syscall.ENOSYS }
	AcceptFunc = func(int) (int, syscall.Sockaddr, error) { return -1, nil, syscall.ENOSYS }
)

// SysFile is the part of an FD that differs by system: nothing here.
type SysFile struct{}

// FD is a file descriptor that can do nothing.
type FD struct {
	Sysfd int
	SysFile
	IsStream      bool
	ZeroReadIsEOF bool
}

func (fd *FD) Init(network string, pollable bool) error { return nil }
func (fd *FD) Close() error                             { return nil }
func (fd *FD) Shutdown(how int) error                   { return syscall.ENOSYS }
func (fd *FD) Read(p []byte) (int, error)               { return 0, io.EOF }
func (fd *FD) Write(p []byte) (int, error)              { return 0, syscall.ENOSYS }
func (fd *FD) SetDeadline(t time.Time) error            { return ErrNoDeadline }
func (fd *FD) SetReadDeadline(t time.Time) error        { return ErrNoDeadline }
func (fd *FD) SetWriteDeadline(t time.Time) error       { return ErrNoDeadline }
func (fd *FD) RawControl(f func(uintptr)) error         { return syscall.ENOSYS }
func (fd *FD) RawRead(f func(uintptr) bool) error       { return syscall.ENOSYS }
func (fd *FD) RawWrite(f func(uintptr) bool) error      { return syscall.ENOSYS }
func (fd *FD) Dup() (int, string, error)                { return -1, "dup", syscall.ENOSYS }

func (fd *FD) Accept() (int, syscall.Sockaddr, string, error) {
	return -1, nil, "accept", syscall.ENOSYS
}

func (fd *FD) ReadFrom(p []byte) (int, syscall.Sockaddr, error) {
	return 0, nil, syscall.ENOSYS
}

func (fd *FD) WriteTo(p []byte, to syscall.Sockaddr) (int, error) {
	return 0, syscall.ENOSYS
}

// CopyBuffer copies src to dst, without the system's help.
func CopyBuffer(dst io.Writer, src io.Reader) (int64, error) { return io.Copy(dst, src) }
