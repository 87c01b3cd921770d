// Command smoke is what a freshly built TinyGo must compile and run: it touches
// each stand-in of the toolchain and sees that goroutines' stacks are used again.
package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"sync"
	"time"
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
	for _, check := range []func() error{stacks, trees, lists, maps, globals, fields} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// node is one of a tree that a goroutine grows while others do.
type node struct{ left, right *node }

func grow(depth int) *node {
	if depth == 0 {
		return nil
	}
	n := &node{left: grow(depth - 1)}
	if depth%3 == 0 {
		litter := make([]byte, 16<<10) // for the collector
		runtime.Gosched()
		runtime.KeepAlive(litter)
	}
	n.right = grow(depth - 1)
	return n
}

func (n *node) size() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.size() + n.right.size()
}

// trees grows many at once: what a paused goroutine holds must outlive the
// collections that the others cause.
func trees() error {
	const n, depth = 40, 11
	sizes := make(chan int)
	for range n {
		go func() {
			tree := grow(depth)
			time.Sleep(time.Millisecond)
			sizes <- tree.size()
		}()
	}
	for range n {
		if size := <-sizes; size != 1<<depth-1 {
			return fmt.Errorf("a tree of %d nodes", size)
		}
	}
	return nil
}

// lists grows one in a loop, of which nothing but a variable knows, past many
// collections.
func lists() error {
	const n = 300_000
	var list *node
	for range n {
		list = &node{left: list}
		list.right = &node{left: list}
	}
	length := 0
	for ; list != nil && list.right.left == list; list = list.left {
		length++
	}
	if length != n {
		return fmt.Errorf("a list of %d", length)
	}
	return nil
}

// Nothing but a global knows these trees; one begins as something else.
var (
	first  = &node{}
	second *node
)

// globals keeps them past many collections.
func globals() error {
	const depth = 9
	first.left, second = grow(depth), grow(depth)
	first = &node{right: first.left}
	for range 40 {
		grow(depth + 1)
	}
	if one, two := first.right.size(), second.size(); one != 1<<depth-1 || two != one {
		return fmt.Errorf("globals: trees of %d and %d nodes", one, two)
	}
	return nil
}

// numbers is made at compile time, and grows.
var numbers = map[string]int{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}

func maps() error {
	if len(numbers) != 10 || numbers["seven"] != 7 {
		return fmt.Errorf("a map of %d: %v", len(numbers), numbers)
	}
	for i := range 1000 {
		numbers[fmt.Sprint(i)] = i
	}
	for name, want := range map[string]int{"nine": 9, "0": 0, "999": 999} {
		if got, ok := numbers[name]; !ok || got != want {
			return fmt.Errorf("%s is %d", name, got)
		}
	}
	return nil
}

// stacks runs goroutines one after another. With a stack for each of them 2 GB
// would be allocated.
func stacks() error {
	const n = 2000
	var last sync.Map
	for i := range n {
		done := make(chan bool)
		go func() {
			last.Store("goroutine", i)
			close(done)
		}()
		<-done
	}
	if !last.CompareAndDelete("goroutine", n-1) {
		return fmt.Errorf("sync: the last goroutine is not there")
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	if memory.TotalAlloc > 16<<20 {
		return fmt.Errorf("stacks: %d bytes allocated by %d goroutines", memory.TotalAlloc, n)
	}
	return nil
}

// label is what fields keeps.
type label struct {
	number int
	text   string
}

// fields: what one turn of a loop puts into a field of a local struct outlives
// the collections of later turns.
func fields() error {
	for third := range 2 {
		if kept := labels(100, 3+third); kept.first == nil || kept.first.number != 3+third || kept.first.text != "a label" || len(kept.all) != 99 {
			return fmt.Errorf("a field holds %+v of %d", kept.first, len(kept.all))
		}
	}
	return nil
}

type kept struct {
	title string
	first *label
	all   []label
}

func labels(n, which int) kept {
	k := kept{title: "labels"}
	for i := range n {
		l := label{i, "a label"}
		if i == which {
			k.first = &l
		} else {
			k.all = append(k.all, l)
		}
		runtime.GC()
	}
	return k
}
