package edge

import "unsafe"

//go:wasmimport ringfence get
func hostGet(key unsafe.Pointer, keyLen int32) int32

//go:wasmimport ringfence set
func hostSet(key unsafe.Pointer, keyLen int32, value unsafe.Pointer, valueLen int32)

//go:wasmimport ringfence clear
func hostClear(key unsafe.Pointer, keyLen int32)

// Shared is the memory that the instances of an isolate have in common
// (store.Shared). The shim keeps it as it came.
type Shared struct{}

// Get implements store.Shared.
func (Shared) Get(key string) []byte {
	size := hostGet(unsafe.Pointer(unsafe.StringData(key)), int32(len(key)))
	if size < 0 {
		return nil
	}
	return take(size)
}

// Set implements store.Shared.
func (Shared) Set(key string, value []byte) {
	hostSet(unsafe.Pointer(unsafe.StringData(key)), int32(len(key)), unsafe.Pointer(unsafe.SliceData(value)), int32(len(value)))
}

// Clear implements store.Shared.
func (Shared) Clear(key string) {
	hostClear(unsafe.Pointer(unsafe.StringData(key)), int32(len(key)))
}
