package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"os/exec"
	"regexp"

	"golang.org/x/tools/go/packages"
)

// A target is how to find the files that are compiled.
type target struct {
	env  []string
	tags string
}

var (
	goroot = regexp.MustCompile(`(?m)^cached GOROOT:\s+(\S+)$`)
	tags   = regexp.MustCompile(`(?m)^build tags:\s+(.+)$`)
)

// targetOf asks a TinyGo compiler for the tree and the tags of its js/wasm
// target. Without a compiler the target is this machine.
func targetOf(tinygo string) (target, error) {
	if tinygo == "" {
		return target{env: os.Environ()}, nil
	}
	info, err := exec.Command(tinygo, "info", "-target", "wasm").Output()
	if err != nil {
		return target{}, fmt.Errorf("%s info: %w", tinygo, err)
	}
	root, tag := goroot.FindSubmatch(info), tags.FindSubmatch(info)
	if root == nil || tag == nil {
		return target{}, fmt.Errorf("%s info says neither GOROOT nor tags:\n%s", tinygo, info)
	}
	env := append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOROOT="+string(root[1]))
	return target{env: env, tags: string(tag[1])}, nil
}

// A function is a declared function's body with the types of its package.
type function struct {
	pkg  *packages.Package
	decl *ast.FuncDecl
}

// A program is every package linked in, with its functions by name.
type program struct {
	packages  []*packages.Package
	functions map[*types.Func]function
	known     map[*types.Func]*effects
}

// load reads the packages and all they import, from source.
func load(t target, patterns []string) (*program, error) {
	config := &packages.Config{Mode: packages.LoadAllSyntax, Env: t.env, BuildFlags: []string{"-tags=" + t.tags}}
	roots, err := packages.Load(config, patterns...)
	if err != nil {
		return nil, err
	}
	p := &program{functions: map[*types.Func]function{}, known: map[*types.Func]*effects{}}
	var broken []error
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		for _, e := range pkg.Errors {
			broken = append(broken, e)
		}
		p.add(pkg)
	})
	if len(p.functions) == 0 {
		broken = append(broken, errors.New("no functions found"))
	}
	return p, errors.Join(broken...)
}

func (p *program) add(pkg *packages.Package) {
	p.packages = append(p.packages, pkg)
	for _, file := range pkg.Syntax {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
				p.functions[pkg.TypesInfo.Defs[f.Name].(*types.Func)] = function{pkg, f}
			}
		}
	}
}
