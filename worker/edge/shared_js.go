package edge

import "unsafe"

//go:wasmimport ringfence recall
func hostRecall(key unsafe.Pointer, keyLen int32) int32

//go:wasmimport ringfence keep
func hostKeep(key unsafe.Pointer, keyLen int32, value unsafe.Pointer, valueLen int32)

//go:wasmimport ringfence forget
func hostForget()

// Shared is the memory that the instances of an isolate have in common
// (store.Shared). The shim keeps it as it came.
type Shared struct{}

// Recall implements store.Shared.
func (Shared) Recall(key string) []byte {
	size := hostRecall(unsafe.Pointer(unsafe.StringData(key)), int32(len(key)))
	if size < 0 {
		return nil
	}
	return take(size)
}

// Keep implements store.Shared.
func (Shared) Keep(key string, value []byte) {
	hostKeep(unsafe.Pointer(unsafe.StringData(key)), int32(len(key)), unsafe.Pointer(unsafe.SliceData(value)), int32(len(value)))
}

// Forget implements store.Shared.
func (Shared) Forget() { hostForget() }
