package tests

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is a running host.
type server struct {
	cmd   *exec.Cmd
	port  string
	data  string
	log   *logBook
	ended chan struct{} // its output has come to its end
}

// The hosts' command lines, from the project's root.
var programs = map[string][]string{
	"native": {program, "serve"},
	"tinygo": {node(), "worker/shim/serve.mjs", "--with-parent", "--build", edge},
	"go":     {node(), "worker/shim/serve.mjs", "--with-parent", "--build", "build/edge-go"},
}

// edge is the folder of TinyGo's build, or of one that is made to find faults.
var edge = orDefault(os.Getenv("RINGFENCE_BUILD"), "build/edge")

// node is the one that build.sh installs, or the machine's.
func node() string {
	own, err := filepath.Abs("../.tools/node/bin/node")
	if _, missing := os.Stat(own); err != nil || missing != nil {
		return "node"
	}
	return own
}

// environment is every server's. The domain is what wrangler.toml says; --dev
// overrides it. At full strength deriving keys would be most of what the suite
// does: TestFullStrength does without that.
var environment = []string{"BASE_DOMAIN=ringfence.example", "LISTEN=127.0.0.1", "PASSWORD_ITERATIONS=1000"}

// command is the suite's host on a data folder and a free port, with options
// and NAME=value of its environment.
func command(data string, args []string) *exec.Cmd {
	line := append(slices.Clone(programs[host]), "--port", "0", "--data", data)
	env := append(os.Environ(), environment...)
	for _, arg := range args {
		if strings.Contains(arg, "=") {
			env = append(env, arg)
		} else {
			line = append(line, arg)
		}
	}
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir, cmd.Env = "..", env
	return cmd
}

// start runs a command and returns when it says that it is ready.
func start(data string, args ...string) (*server, error) {
	cmd := command(data, args)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	complaints, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, data: data, log: newLogBook(), ended: make(chan struct{})}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ready := make(chan string, 1)
	var reading sync.WaitGroup
	reading.Go(func() { s.read(out, ready) })
	reading.Go(func() { s.readComplaints(complaints) })
	go func() { reading.Wait(); close(s.ended) }()
	select {
	case s.port = <-ready:
		return s, nil
	case <-s.ended:
		return nil, errors.Join(errors.New("it ended before it was ready"), cmd.Wait())
	case <-time.After(2 * time.Minute):
		return nil, errors.Join(errors.New("it did not become ready"), cmd.Process.Kill())
	}
}

// readComplaints passes on what the server writes beside its log, which is
// searched for secrets as the log is.
func (s *server) readComplaints(out io.Reader) {
	for lines := linesOf(out); lines.Scan(); {
		fmt.Fprintln(os.Stderr, lines.Text())
		s.log.print(lines.Text())
	}
}

func linesOf(out io.Reader) *bufio.Scanner {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 16<<20)
	return lines
}

// read follows the server's output: log lines, and the one that says where it
// listens.
func (s *server) read(out io.Reader, ready chan<- string) {
	lines := linesOf(out)
	for isReady := false; lines.Scan(); {
		if port, ok := strings.CutPrefix(lines.Text(), "ringfence ready on http://localhost:"); ok {
			isReady = true
			ready <- port
		} else if strings.HasPrefix(lines.Text(), "{") {
			s.log.add(lines.Text())
		} else if isReady { // before, the local default says its demo password on purpose
			s.log.print(lines.Text())
		}
	}
}

// stop ends the server as an operator does, waits for it and reads its log.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	<-s.ended
	err := s.cmd.Wait()
	if s.cmd.ProcessState.ExitCode() == toldToEnd {
		err = nil
	}
	return errors.Join(err, s.log.audit())
}

// toldToEnd is how a shell's children report that SIGTERM ended them; so does
// the Workers runtime.
const toldToEnd = 128 + int(syscall.SIGTERM)

// another starts a second server, which the test ends itself or leaves to its
// cleaning up.
func another(t *testing.T, data string, args ...string) *server {
	t.Helper()
	s, err := start(data, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.cmd.ProcessState == nil {
			s.end(t)
		}
	})
	return s
}

func (s *server) end(t *testing.T) {
	t.Helper()
	if err := s.stop(); err != nil {
		t.Errorf("the server did not end well: %v", err)
	}
}
