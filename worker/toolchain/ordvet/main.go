// Command ordvet finds code whose meaning depends on when a variable is read
// beside a call that changes it:
//
//	var v T
//	return v, json.Unmarshal(data, &v)
//
// The language leaves that order open. gc makes the calls first and then reads
// the variables; TinyGo goes strictly from left to right, so it returns the zero
// v, and in "s.items[i] = s.add()" it stores into the slice as it was before add
// made it grow. Nothing fails: a value is silently old or a store is lost.
//
// usage: ordvet [-tinygo FILE] [-allow FILE] PACKAGE...
//
// It reads the packages and all they import, the standard library included, as
// TinyGo compiles them. It follows addresses, receivers, closures and the static
// calls behind them; it does not follow a pointer stored earlier under another
// name, nor what a call through an interface does to anything but its own
// arguments. testdata/forms holds the forms and is compared with both compilers.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
)

func main() {
	tinygo := flag.String("tinygo", "", "the compiler whose standard library to read; empty for Go's own")
	allow := flag.String("allow", "", "file of findings known to be harmless")
	flag.Parse()
	if err := run(*tinygo, *allow, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "ordvet:", err)
		os.Exit(1)
	}
}

// run prints what is neither fine nor allowed, and fails if there is any.
func run(tinygo, allow string, patterns []string) error {
	target, err := targetOf(tinygo)
	if err != nil {
		return err
	}
	program, err := load(target, patterns)
	if err != nil {
		return err
	}
	allowed, err := readAllowed(allow)
	if err != nil {
		return err
	}
	findings := slices.DeleteFunc(program.findings(), allowed.covers)
	for _, finding := range findings {
		fmt.Println(finding)
	}
	if unused := allowed.unused(); len(unused) > 0 {
		return fmt.Errorf("%s: nothing to allow any more: %q", allow, unused)
	}
	if len(findings) > 0 {
		return fmt.Errorf("%d places where TinyGo reads an old value", len(findings))
	}
	fmt.Printf("ordvet: %d packages, nothing to say\n", len(program.packages))
	return nil
}
