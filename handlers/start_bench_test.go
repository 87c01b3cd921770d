package handlers

import "testing"

// BenchmarkStart is what every instance at the edge does before its first
// answer: it makes the route table and its muxes.
func BenchmarkStart(b *testing.B) {
	app, _ := benchApp(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := app.mount(); err != nil {
			b.Fatal(err)
		}
	}
}
