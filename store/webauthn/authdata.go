package webauthn

import "encoding/binary"

// The flags of authenticator data (§6.1).
const (
	userPresent    = 1 << 0
	userVerified   = 1 << 2
	backupEligible = 1 << 3
	backedUp       = 1 << 4
	attested       = 1 << 6
	extended       = 1 << 7
)

const (
	fixedSize   = 37   // hash of the party's id, flags, counter
	modelSize   = 16   // AAGUID: the authenticator's model
	mostIDBytes = 1023 // §5.8.5
)

// authData is authenticator data taken apart.
type authData struct {
	party []byte
	flags byte
	count int64
	id    []byte // of the credential; nil unless one is being made
}

// parseAuthData reads the fixed part and, where there is one, the id of a new
// credential. What follows that (its key, which the browser hands over apart)
// and extensions, which are never asked for, decide nothing and are not read;
// beyond them nothing may follow.
func parseAuthData(b []byte) (authData, error) {
	if len(b) < fixedSize {
		return authData{}, Malformed
	}
	a := authData{party: b[:32], flags: b[32], count: int64(binary.BigEndian.Uint32(b[33:fixedSize]))}
	if a.flags&backedUp != 0 && a.flags&backupEligible == 0 {
		return authData{}, Malformed
	}
	rest := b[fixedSize:]
	if a.flags&attested == 0 {
		if (len(rest) > 0) != (a.flags&extended != 0) {
			return authData{}, Malformed
		}
		return a, nil
	}
	if len(rest) < modelSize+2 {
		return authData{}, Malformed
	}
	size := int(binary.BigEndian.Uint16(rest[modelSize:]))
	rest = rest[modelSize+2:]
	if size == 0 || size > mostIDBytes || len(rest) <= size || !isMap(rest[size]) {
		return authData{}, Malformed
	}
	a.id = rest[:size]
	return a, nil
}

// isMap: a key begins with the head of a CBOR map (RFC 8949 §3.1).
func isMap(head byte) bool { return head>>5 == 5 }
