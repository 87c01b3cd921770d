// Command smoke is what a freshly built TinyGo must compile and run: it touches
// each stand-in of the toolchain and starts more goroutines than their stacks
// would fit into memory.
package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"sync"
)

func main() {
	if err := run(); err != nil {
		fmt.Println("smoke:", err)
		os.Exit(1)
	}
	fmt.Println("smoke: ok")
}

func run() error {
	request, err := http.NewRequest(http.MethodGet, "http://example.test/path", nil)
	if err != nil || request.URL.Path != "/path" {
		return fmt.Errorf("net/http: %v, %v", request, err)
	}
	if one, two := rand.Text(), rand.Text(); len(one) != 26 || one == two {
		return fmt.Errorf("crypto/rand: %q and %q", one, two)
	}
	return goroutines(100_000)
}

// goroutines runs n goroutines one after another: 6 GB of stacks, were they not
// used again.
func goroutines(n int) error {
	var count sync.Map
	for i := range n {
		done := make(chan bool)
		go func() {
			count.Store("last", i)
			close(done)
		}()
		<-done
	}
	if !count.CompareAndDelete("last", n-1) {
		return fmt.Errorf("goroutines: the last one did not run")
	}
	return nil
}
