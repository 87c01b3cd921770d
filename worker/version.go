//go:build !js

package main

// Set by build.sh with -ldflags -X.
var (
	version = "dev"
	gitSHA  = "unknown"
)
