package durable_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"ringfence/store/db"
	"ringfence/store/db/dbtest"
	"ringfence/store/db/durable"
)

const root = "../../.."

// TestConformance holds the driver to the suite over the real Durable Object
// on workerd. HTTP stands in for the remote call, and nothing else does.
func TestConformance(t *testing.T) {
	address := startObjects(t)
	var objects atomic.Int64
	dbtest.Run(t, func(*testing.T) db.DB {
		return durable.New(overHTTP(fmt.Sprintf("%s/%d", address, objects.Add(1))))
	})
}

// startObjects starts workerd, and stops it by closing its standard input.
func startObjects(t *testing.T) string {
	cmd := exec.Command(node(t), filepath.Join(root, "worker/shim/testdata/rpc/serve.mjs"), t.TempDir())
	cmd.Stderr = os.Stderr
	stdin, err1 := cmd.StdinPipe()
	stdout, err2 := cmd.StdoutPipe()
	if err1 != nil || err2 != nil || cmd.Start() != nil {
		t.Fatal("cannot start node:", err1, err2)
	}
	t.Cleanup(func() {
		stdin.Close()
		_ = cmd.Wait()
	})
	port, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal("workerd did not start (npm packages missing? ./build.sh install):", err)
	}
	return "http://127.0.0.1:" + strings.TrimSpace(port)
}

// node finds the Node that build.sh installed.
func node(t *testing.T) string {
	for _, path := range []string{os.Getenv("RINGFENCE_NODE"), root + "/.tools/node/bin/node", "node"} {
		if found, err := exec.LookPath(path); err == nil {
			return found
		}
	}
	t.Fatal("no Node: ./build.sh install brings one, or set RINGFENCE_NODE")
	return ""
}

func overHTTP(address string) durable.Call {
	return func(ctx context.Context, payload string) (string, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(payload))
		if err != nil {
			return "", err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return "", err
		}
		defer response.Body.Close()
		answer, err := io.ReadAll(response.Body)
		if err == nil && response.StatusCode != http.StatusOK {
			err = fmt.Errorf("%d: %s", response.StatusCode, answer)
		}
		return string(answer), err
	}
}
