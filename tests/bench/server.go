package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// server is one server under way, with its databases in a folder of its own.
type server struct {
	name    string
	edge    bool // what it runs in is a child of what was started
	address string
	dir     string
	cmd     *exec.Cmd
}

// command makes what starts a server at an address over a folder.
type command func(address, dir string) *exec.Cmd

// start starts a server and waits until it takes connections.
func start(ctx context.Context, name string, edge bool, dir string, make command) (*server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &server{name: name, edge: edge, address: address, dir: dir, cmd: make(address, dir)}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	s.cmd.Stdout, s.cmd.Stderr = log, log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	return s, s.await(ctx)
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func (s *server) await(ctx context.Context) error {
	end := time.Now().Add(patience)
	for time.Now().Before(end) && ctx.Err() == nil {
		if c, err := net.Dial("tcp", s.address); err == nil {
			return c.Close()
		}
		time.Sleep(time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	s.kill()
	return fmt.Errorf("%s did not start: %s", s.name, log)
}

// stop asks the server to end and waits for it.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	ended := make(chan struct{})
	go func() { _ = s.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(patience):
		s.kill()
		<-ended
	}
}

// kill ends the server with all it has started.
func (s *server) kill() { _ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL) }

// pids are the processes that do the server's work: at the edge workerd, and
// not the Node program that starts it and prints its log.
func (s *server) pids() ([]int, error) {
	if !s.edge {
		return []int{s.cmd.Process.Pid}, nil
	}
	return below(s.cmd.Process.Pid)
}
