package main

import (
	"net"
	"os/exec"
	"path/filepath"
)

// contestant is a program that does the works.
type contestant struct {
	name  string
	data  string // contestants with the same get copies of the same databases
	edge  bool
	api   api
	works []work
	run   command
	quick command // the same with a key derivation that costs nothing; nil: run is so
}

// The contestants' names.
const (
	tinygo     = "Ringfence, TinyGo"
	standardGo = "Ringfence, standard Go"
	fresh      = "Ringfence, an instance a request"
	betterAuth = "better-auth + Hono + D1"
	bareEdge   = "bare Hono + Durable Object"
	native     = "Ringfence, native"
	pocketbase = "PocketBase"
	bareNative = "bare net-http + SQLite"
)

const ringfenceData = "Ringfence, edge"

// places are what build.sh has built, below the project's folder.
type places struct{ root string }

func (p places) in(parts ...string) string {
	return filepath.Join(append([]string{p.root}, parts...)...)
}

func (p places) built(name string) string { return p.in("build", "bench", name) }

var everything = []work{list, check, login, add}

// contestants are all of them, those of one host together.
func contestants(p places) []*contestant {
	return []*contestant{
		{name: tinygo, data: ringfenceData, edge: true, api: ringfenceAPI, works: everything, run: p.edge("edge", "entry.mjs"), quick: p.edge("edge", "keyless.mjs")},
		{name: standardGo, data: ringfenceData, edge: true, api: ringfenceAPI, works: []work{list, check, add}, run: p.edge("edge-go", "entry.mjs")},
		{name: fresh, data: ringfenceData, edge: true, api: ringfenceAPI, works: []work{list, check}, run: p.edge("edge", "fresh.mjs")},
		{name: betterAuth, data: betterAuth, edge: true, api: peerAPI, works: everything, run: p.peer("better-auth")},
		{name: bareEdge, data: bareEdge, edge: true, api: peerAPI, works: everything, run: p.peer("bare")},
		{name: native, data: native, api: ringfenceAPI, works: everything, run: p.native(p.in("build", "ringfence")), quick: p.native(p.built("ringfence-keyless"))},
		{name: pocketbase, data: pocketbase, api: pocketbaseAPI, works: everything, run: p.pocketbase},
		{name: bareNative, data: bareNative, api: bareAPI, works: everything, run: p.bare},
	}
}

// edge starts one of this project's builds with an entry module.
func (p places) edge(build, entry string) command {
	return func(address, dir string) *exec.Cmd {
		return exec.Command("node", p.in("tests/bench/edge/start.mjs"), p.built(build), entry, portOf(address), dir)
	}
}

func (p places) peer(name string) command {
	return func(address, dir string) *exec.Cmd {
		return exec.Command("node", p.in("tests/bench/peers/edge/start.mjs"), p.built("peers"), name, portOf(address), dir)
	}
}

func (p places) native(program string) command {
	return func(address, dir string) *exec.Cmd {
		return exec.Command(program, "serve", "--dev", "--no-seed", "--port", portOf(address), "--data", dir)
	}
}

func (p places) pocketbase(address, dir string) *exec.Cmd {
	return exec.Command(p.built("pocketbase"), "serve", "--http", address, "--dir", dir)
}

func (p places) bare(address, dir string) *exec.Cmd {
	return exec.Command(p.built("bare"), address, dir)
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

func (c *contestant) does(w work) bool {
	for _, x := range c.works {
		if x == w {
			return true
		}
	}
	return false
}
