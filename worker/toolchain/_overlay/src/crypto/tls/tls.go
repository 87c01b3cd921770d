// Package tls has the names that net/http refers to and opens no connection:
// on js/wasm the host's fetch does TLS.
package tls

import (
	"context"
	"errors"
	"net"
)

var errNoTLS = errors.New("crypto/tls: the host does TLS, not this program")

// The suites that net/http's HTTP/2 refers to (RFC 5246, RFC 8446).
const (
	TLS_RSA_WITH_AES_128_CBC_SHA                  uint16 = 0x002f
	TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256         uint16 = 0xc02f
	TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256       uint16 = 0xc02b
	TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384         uint16 = 0xc030
	TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384       uint16 = 0xc02c
	TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256   uint16 = 0xcca8
	TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 uint16 = 0xcca9
	TLS_AES_128_GCM_SHA256                        uint16 = 0x1301
	TLS_AES_256_GCM_SHA384                        uint16 = 0x1302
	TLS_CHACHA20_POLY1305_SHA256                  uint16 = 0x1303
)

// Conn is a connection whose handshake always fails.
type Conn struct{ net.Conn }

func (c *Conn) NetConn() net.Conn                          { return c.Conn }
func (c *Conn) Handshake() error                           { return errNoTLS }
func (c *Conn) HandshakeContext(ctx context.Context) error { return errNoTLS }
func (c *Conn) ConnectionState() ConnectionState           { return ConnectionState{} }
func (c *Conn) OCSPResponse() []byte                       { return nil }
func (c *Conn) VerifyHostname(host string) error           { return errNoTLS }
func (c *Conn) CloseWrite() error                          { return errNoTLS }

// RecordHeaderError says that a record was not TLS.
type RecordHeaderError struct {
	Msg          string
	RecordHeader [5]byte
	Conn         net.Conn
}

func (e RecordHeaderError) Error() string { return "tls: " + e.Msg }

// CertificateVerificationError says why a certificate was refused.
type CertificateVerificationError struct {
	UnverifiedCertificates []any
	Err                    error
}

func (e *CertificateVerificationError) Error() string { return "tls: " + e.Err.Error() }
func (e *CertificateVerificationError) Unwrap() error { return e.Err }

// Client and Server wrap a connection that cannot be used.
func Client(conn net.Conn, config *Config) *Conn { return &Conn{conn} }
func Server(conn net.Conn, config *Config) *Conn { return &Conn{conn} }

// NewListener returns inner: nothing is ever accepted.
func NewListener(inner net.Listener, config *Config) net.Listener { return inner }

// Dialer dials nothing.
type Dialer struct {
	NetDialer *net.Dialer
	Config    *Config
}

func (d *Dialer) Dial(network, addr string) (net.Conn, error) { return nil, errNoTLS }

func (d *Dialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	return nil, errNoTLS
}

func Dial(network, addr string, config *Config) (*Conn, error)          { return nil, errNoTLS }
func Listen(network, addr string, config *Config) (net.Listener, error) { return nil, errNoTLS }

func DialWithDialer(dialer *net.Dialer, network, addr string, config *Config) (*Conn, error) {
	return nil, errNoTLS
}

func LoadX509KeyPair(certFile, keyFile string) (Certificate, error) { return Certificate{}, errNoTLS }
func X509KeyPair(cert, key []byte) (Certificate, error)             { return Certificate{}, errNoTLS }

// Clone returns a shallow copy of c.
func (c *Config) Clone() *Config {
	if c == nil {
		return nil
	}
	clone := *c
	return &clone
}
