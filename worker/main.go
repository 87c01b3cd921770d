//go:build !js

// Command ringfence is the native host: the same application over SQLite
// files, with the command line that looks after them.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const usage = `usage: ringfence <command> [options]

  serve    [--port N] [--data DIR] [--dev]   answer requests
  migrate  [--data DIR] [--status]           bring every database to this build's schema
  verify   [--data DIR] --tenant SLUG        check a tenant's ledger
  version                                    print version and commit
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "ringfence:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		fmt.Fprint(os.Stderr, usage)
		return errors.New("which command?")
	}
	switch args[0] {
	case "serve":
		return serve(ctx, args[1:])
	case "migrate":
		return migrate(ctx, args[1:])
	case "verify":
		return verify(ctx, args[1:])
	case "version":
		fmt.Println(version, gitSHA)
		return nil
	case "help", "-h", "--help":
		fmt.Print(usage)
		return nil
	}
	fmt.Fprint(os.Stderr, usage)
	return errors.New("no such command: " + args[0])
}
