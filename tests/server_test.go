package tests

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
	"native": {"build/ringfence", "serve"},
	"tinygo": {node(), "worker/shim/serve.mjs", "--with-parent", "--build", "build/edge"},
	"go":     {node(), "worker/shim/serve.mjs", "--with-parent", "--build", "build/edge-go"},
}

// node is the one that build.sh installs, or the machine's.
func node() string {
	own, err := filepath.Abs("../.tools/node/bin/node")
	if _, missing := os.Stat(own); err != nil || missing != nil {
		return "node"
	}
	return own
}

// start runs the suite's host on a data folder and a free port, and returns
// when it says that it is ready.
func start(data string, args ...string) (*server, error) {
	line := append(append([]string{}, programs[host]...), "--port", "0", "--data", data)
	cmd := exec.Command(line[0], append(line[1:], args...)...)
	cmd.Dir, cmd.Stderr = "..", os.Stderr
	// What wrangler.toml says; --dev overrides it.
	cmd.Env = append(os.Environ(), "BASE_DOMAIN=ringfence.example", "LISTEN=127.0.0.1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, data: data, log: newLogBook(), ended: make(chan struct{})}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ready := make(chan string, 1)
	go s.read(out, ready)
	select {
	case s.port = <-ready:
		return s, nil
	case <-s.ended:
		return nil, errors.Join(errors.New("it ended before it was ready"), cmd.Wait())
	case <-time.After(2 * time.Minute):
		return nil, errors.Join(errors.New("it did not become ready"), cmd.Process.Kill())
	}
}

// read follows the server's output: log lines, and the one that says where it
// listens.
func (s *server) read(out io.Reader, ready chan<- string) {
	defer close(s.ended)
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
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
