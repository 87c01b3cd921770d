package vault

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strconv"
)

const (
	blindFormat  = "b1"
	blindPurpose = "ringfence/blind-index"
)

// addData takes a data key, and the key derived from it by which its values are
// found (RFC 5869): who destroys the one destroys the other.
func (k *Keys) addData(version int64, key []byte) (err error) {
	if k.data[version], err = newBox(key); err != nil {
		return err
	}
	k.current = max(k.current, version)
	k.blind[version], err = hkdf.Key(sha256.New, key, nil, blindPurpose, KeySize)
	return err
}

// Blind is the index that stands beside a sealed value (VAULT-6): "b1.<key
// version>.<base64url of an HMAC-SHA-256>". Equal values of one column have equal
// ones whatever the row, so that it tells which rows have the same; those of
// two columns or tenants differ. The empty value has none.
func (k *Keys) Blind(table, column, plain string) (string, error) {
	if plain == "" {
		return "", nil
	}
	if k == nil {
		return "", ErrNoKey
	}
	return k.blindUnder(k.current, table, column, plain), nil
}

// Blinds are the indexes of a value under every data key that the tenant has,
// the newest first. While values are sealed anew under a new key, some rows have
// the old one's index still: a search looks for all of them.
func (k *Keys) Blinds(table, column, plain string) (list []string, err error) {
	if k == nil {
		return nil, ErrNoKey
	}
	if plain == "" {
		return nil, nil
	}
	versions := make([]int64, 0, len(k.blind))
	for version := range k.blind {
		versions = append(versions, version)
	}
	slices.Sort(versions)
	slices.Reverse(versions)
	for _, version := range versions {
		list = append(list, k.blindUnder(version, table, column, plain))
	}
	return list, nil
}

func (k *Keys) blindUnder(version int64, table, column, plain string) string {
	sum := mac(k.blind[version], join(blindPurpose, k.tenant, table, column, plain))
	return blindFormat + "." + strconv.FormatInt(version, 10) + "." + base64.RawURLEncoding.EncodeToString(sum)
}
