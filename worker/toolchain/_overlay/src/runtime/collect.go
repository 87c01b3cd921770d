//go:build gc.conservative || gc.precise

package runtime

// collectEvery has alloc collect garbage at every so many allocations; 0: when
// there is no room.
var collectEvery uint64

// setCollectEvery is for tests, which call it before the program starts: a
// pointer that the collector does not see is missed in hours, or so at once.
//
//export tinygo_collect_every
func setCollectEvery(n uint32) { collectEvery = uint64(n) }
