//go:build tinygo.wasm && js

package syscall

// The names of the socket interface that package net refers to on js/wasm.
// No call succeeds: the host's fetch does the network.

const (
	AF_UNSPEC = 0
	AF_UNIX   = 1

	SOCK_STREAM    = 1
	SOCK_DGRAM     = 2
	SOCK_RAW       = 3
	SOCK_SEQPACKET = 4

	IPPROTO_IP   = 0
	IPPROTO_IPV4 = 4
	IPPROTO_TCP  = 6
	IPPROTO_UDP  = 17
	IPPROTO_IPV6 = 41

	SOMAXCONN       = 128
	IPV6_V6ONLY     = 1
	SO_ERROR        = 2
	F_DUPFD_CLOEXEC = 0
)

// Sockaddr is one of the address types below.
type Sockaddr any

// SockaddrInet4 is an IPv4 address and port.
type SockaddrInet4 struct {
	Port int
	Addr [4]byte
}

// SockaddrInet6 is an IPv6 address, port and zone.
type SockaddrInet6 struct {
	Port   int
	ZoneId uint32
	Addr   [16]byte
}

// SockaddrUnix is a path.
type SockaddrUnix struct{ Name string }

func Socket(domain, kind, protocol int) (int, error)        { return 0, ENOSYS }
func Bind(fd int, sa Sockaddr) error                        { return ENOSYS }
func Listen(fd, backlog int) error                          { return ENOSYS }
func Accept(fd int) (int, Sockaddr, error)                  { return 0, nil, ENOSYS }
func Connect(fd int, sa Sockaddr) error                     { return ENOSYS }
func Shutdown(fd, how int) error                            { return ENOSYS }
func StopIO(fd int) error                                   { return ENOSYS }
func SetNonblock(fd int, nonblocking bool) error            { return nil }
func GetsockoptInt(fd, level, option int) (int, error)      { return 0, ENOSYS }
func SetsockoptInt(fd, level, option, value int) error      { return nil }
func SetReadDeadline(fd int, at int64) error                { return ENOSYS }
func SetWriteDeadline(fd int, at int64) error               { return ENOSYS }
func Sendto(fd int, p []byte, flags int, to Sockaddr) error { return ENOSYS }
func Recvfrom(fd int, p []byte, flags int) (int, Sockaddr, error) {
	return 0, nil, ENOSYS
}

func Recvmsg(fd int, p, oob []byte, flags int) (n, oobn, recvflags int, from Sockaddr, err error) {
	return 0, 0, 0, nil, ENOSYS
}

func SendmsgN(fd int, p, oob []byte, to Sockaddr, flags int) (int, error) {
	return 0, ENOSYS
}
