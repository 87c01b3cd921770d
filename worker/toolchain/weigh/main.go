// Command weigh says how many bytes each Go module has in a WASM: code and data, summed by the names in the linker's
// map, which is written before binaryen makes the code smaller and before symbols are stripped.
//
// usage: weigh MAP
//
// A function that LLVM put into its caller counts for the caller. Types that many packages share (a slice of strings,
// an anonymous struct) count for none of them.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "weigh:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: weigh MAP")
	}
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	weights, err := weigh(file)
	if err != nil {
		return err
	}
	return print(out, weights)
}

// weight is what one module has.
type weight struct {
	module     string
	code, data int64
}

// weigh sums the parts of a linker's map by module, heaviest first.
func weigh(from io.Reader) ([]weight, error) {
	sums := map[string]*weight{}
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20) // the name of a type may be long
	var m mapReader
	for lines.Scan() {
		p, ok := m.part(lines.Text())
		if !ok {
			continue
		}
		module := moduleOf(p.name)
		if sums[module] == nil {
			sums[module] = &weight{module: module}
		}
		if p.code {
			sums[module].code += p.size
		} else {
			sums[module].data += p.size
		}
	}
	return heaviestFirst(sums), lines.Err()
}

func heaviestFirst(sums map[string]*weight) []weight {
	weights := make([]weight, 0, len(sums))
	for _, w := range sums {
		weights = append(weights, *w)
	}
	slices.SortFunc(weights, func(a, b weight) int {
		return cmp.Or(cmp.Compare(b.code+b.data, a.code+a.data), cmp.Compare(a.module, b.module))
	})
	return weights
}

// least is what a line of its own is worth, in bytes.
const least = 8 << 10

// print writes the table, in Markdown. The light ones share a line.
func print(out io.Writer, weights []weight) error {
	w := bufio.NewWriter(out)
	fmt.Fprint(w, "| module | code | data | together |\n| --- | --: | --: | --: |\n")
	light, all := weight{module: "the rest"}, weight{module: "all"}
	for _, each := range weights {
		all.add(each)
		if each.code+each.data < least {
			light.add(each)
		} else {
			each.print(w)
		}
	}
	light.print(w)
	all.print(w)
	return w.Flush()
}

func (w *weight) add(other weight) { w.code, w.data = w.code+other.code, w.data+other.data }

func (w weight) print(out io.Writer) {
	fmt.Fprintf(out, "| %s | %d | %d | %d |\n", w.module, w.code, w.data, w.code+w.data)
}
