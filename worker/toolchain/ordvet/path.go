package main

import (
	"go/ast"
	"go/types"
)

// A path is a place in memory as the source names it: a variable, then fields,
// elements and pointers followed.
type path struct {
	root  *types.Var
	steps []step
}

// A step goes from one place to the next: to a field, or to an element or what a
// pointer points at (field nil). It is a leap when it leaves the memory of the
// place before, through a pointer, slice or map.
type step struct {
	field *types.Var
	leap  bool
	to    types.Type
}

// pathOf returns the path that e names, if it names one.
func pathOf(info *types.Info, e ast.Expr) (path, bool) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return pathOf(info, e.X)
	case *ast.Ident:
		return variable(info, e)
	case *ast.StarExpr:
		return extend(info, e.X, step{leap: true, to: info.TypeOf(e)})
	case *ast.IndexExpr:
		if info.Types[e.Index].IsType() {
			return path{}, false
		}
		return extend(info, e.X, step{leap: !isArray(info.TypeOf(e.X)), to: info.TypeOf(e)})
	case *ast.SelectorExpr:
		if selection := info.Selections[e]; selection == nil {
			return variable(info, e.Sel)
		} else if selection.Kind() == types.FieldVal {
			return extend(info, e.X, fieldSteps(selection)...)
		}
	}
	return path{}, false
}

func variable(info *types.Info, name *ast.Ident) (path, bool) {
	v, ok := info.ObjectOf(name).(*types.Var)
	return path{root: v}, ok && name.Name != "_"
}

func extend(info *types.Info, base ast.Expr, steps ...step) (path, bool) {
	p, ok := pathOf(info, base)
	p.steps = append(p.steps[:len(p.steps):len(p.steps)], steps...)
	return p, ok
}

// fieldSteps returns a step for the field and for each embedded one before it.
func fieldSteps(selection *types.Selection) (steps []step) {
	at := selection.Recv()
	for _, i := range selection.Index() {
		pointee, leap := pointeeOf(at)
		if !leap {
			pointee = at
		}
		field := structOf(pointee).Field(i)
		steps = append(steps, step{field.Origin(), leap, field.Type()})
		at = field.Type()
	}
	return steps
}

// after returns the steps of p beyond q, if q leads to p.
func (p path) after(q path) ([]step, bool) {
	if p.root != q.root || len(q.steps) > len(p.steps) {
		return nil, false
	}
	for i, s := range q.steps {
		if s.field != p.steps[i].field {
			return nil, false
		}
	}
	return p.steps[len(q.steps):], true
}

// to is the type of the place.
func (p path) to() types.Type {
	if len(p.steps) == 0 {
		return p.root.Type()
	}
	return p.steps[len(p.steps)-1].to
}

// global reports whether p begins at a package's variable.
func (p path) global() bool {
	return p.root.Pkg() != nil && p.root.Parent() == p.root.Pkg().Scope()
}

func leaps(steps []step) bool {
	for _, s := range steps {
		if s.leap {
			return true
		}
	}
	return false
}

func pointeeOf(t types.Type) (types.Type, bool) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem(), true
	}
	return nil, false
}

func isArray(t types.Type) bool {
	_, ok := t.Underlying().(*types.Array)
	return ok
}

// structOf returns the struct beneath t, also that of a type parameter.
func structOf(t types.Type) *types.Struct {
	if param, ok := t.(*types.TypeParam); ok {
		t = param.Constraint().Underlying().(*types.Interface).EmbeddedType(0)
	}
	return t.Underlying().(*types.Struct)
}
