package main

func returnPair() any {
	return one(func() (int, int) { v := 1; return v, set(&v) }())
}

func returnError() any {
	return one(func() (int, error) { v := 1; return v, setErr(&v) }())
}

func returnStruct() any {
	return one(func() (box, int) { b := box{n: 1}; return b, set(&b.n) }()).n
}

func returnField() any {
	return one(func() (int, int) { b := box{n: 1}; return b.n, set(&b.n) }())
}

func returnReceiver() any {
	return one(func() (box, int) { b := box{n: 1}; return b, b.bump() }()).n
}

func returnClosure() any {
	v := 1
	change := func() int { v = 2; return 0 }
	return one(func() (int, int) { return v, change() }())
}

func returnNamed() any {
	return one(func() (v, w int) { v = 1; return v, set(&v) }())
}

func returnPointer() any {
	b := &box{n: 1}
	return one(func() (int, int) { return b.n, b.bump() }())
}

func returnDeep() any {
	b := &box{n: 1}
	return one(func() (int, int) { return b.n, b.deepBump() }())
}

func returnStar() any {
	v := 1
	p := &v
	return one(func() (int, int) { return *p, set(p) }())
}

func returnGlobal() any {
	global = 1
	return one(func() (int, int) { return global, setGlobal() }())
}

func returnArray() any {
	return one(func() (int, int) { a := [2]int{1, 1}; return a[0], set(&a[0]) }())
}

func returnArrayFilled() any {
	return one(func() ([2]int, int) { a := [2]int{1, 1}; return a, fillArray(&a) }())[0]
}

func returnElement() any {
	s := []int{1}
	return one(func() (int, int) { return s[0], set(&s[0]) }())
}

func returnFilled() any {
	s := []int{1}
	return one(func() (int, int) { return s[0], fill(s) }())
}

func returnMapElement() any {
	m := map[int]int{0: 1}
	change := func() int { m[0] = 2; return 0 }
	return one(func() (int, int) { return m[0], change() }())
}

func returnConverted() any {
	return one(func() (int64, int) { v := 1; return int64(v), set(&v) }())
}

func returnInterface() any {
	return one(func() (any, int) { v := 1; return v, set(&v) }())
}

func returnConsumed() any {
	return one(func() (int, int) { v := 1; return ident(v), set(&v) }())
}

func returnAfter() any {
	v, n := 1, 0
	n, v = func() (int, int) { return set(&v), v }()
	return n + v
}

func returnOtherField() any {
	b := box{n: 1}
	return one(func() (int, int) { return b.n, b.setOther() }())
}

func returnRead() any {
	b := box{n: 1}
	return one(func() (int, int) { return b.n, b.peek() }())
}

func returnPointerItself() any {
	b := &box{n: 1}
	c, _ := b, b.bump()
	return c.n
}

func returnNegated() any {
	v := 1
	a, _ := -v, set(&v)
	return a
}

func returnLength() any {
	b := &box{items: []int{1}}
	a, _ := len(b.items), b.grow()
	return a
}

func returnAssertion() any {
	var v any = 1
	change := func() int { v = 2; return 0 }
	a, _ := v.(int), change()
	return a
}

func assign() any {
	v, a, b := 1, 0, 0
	a, b = v, set(&v)
	return a + b
}

func define() any {
	v := 1
	a, _ := v, set(&v)
	return a
}

func declare() any {
	v := 1
	var a, _ = v, set(&v)
	return a
}

func copyStruct() any {
	b := box{n: 1}
	c, _ := b, b.bump()
	return c.n
}

func copyArray() any {
	a := [1]int{1}
	c, _ := a, set(&a[0])
	return c[0]
}

func arguments() any {
	v := 1
	return first(v, set(&v))
}

func argumentsAny() any {
	v := 1
	return firstAny(v, set(&v))
}

func argumentsVariadic() any {
	v := 1
	return firstOf(v, set(&v))
}

func argumentsAppend() any {
	v := 1
	return append([]int{}, v, set(&v))[0]
}

func argumentsDeferred() any {
	v, r := 1, 0
	func() { defer func(a, _ int) { r = a }(v, set(&v)) }()
	return r
}

func receiverValue() any {
	b := box{n: 1}
	return b.get(b.bump())
}

func receiverChain() any {
	b := box{n: 1}
	return b.itself(b.bump()).n
}

func functionValue() any {
	f := ident
	change := func() int { f = func(int) int { return 2 }; return 1 }
	return f(change())
}

func literalSlice() any {
	v := 1
	return []int{v, set(&v)}[0]
}

func literalArray() any {
	v := 1
	return [2]int{v, set(&v)}[0]
}

func literalStruct() any {
	v := 1
	return struct{ a, b int }{v, set(&v)}.a
}

func literalPointer() any {
	v := 1
	return (&box{n: v, other: set(&v)}).n
}

func literalMap() any {
	v := 1
	return map[string]int{"a": v, "b": set(&v)}["a"]
}

func add() any {
	v := 1
	return v + set(&v)
}

func addField() any {
	b := &box{n: 1}
	return b.n + b.bump()
}

func addString() any {
	s := "a"
	change := func() string { s = "b"; return "" }
	return s + change()
}

func compare() any {
	v := 1
	return v == set(&v)+1
}

func compareIf() any {
	v := 1
	if v == set(&v)+1 {
		return 1
	}
	return 2
}

func both() any {
	v := 1
	return v == 1 && set(&v) == 0
}

func either() any {
	v := 1
	return v == 2 || set(&v) == 0
}

func index() any {
	v := 1
	a := []int{0, 1, 2}
	return a[v+set(&v)]
}

func indexBase() any {
	b := &box{items: []int{1}}
	return b.items[b.grow()-7]
}

func sliceBase() any {
	b := &box{items: []int{1}}
	return b.items[b.grow()-7:][0]
}

func mapBase() any {
	m := map[int]int{0: 1}
	change := func() int { m = map[int]int{0: 2}; return 0 }
	return m[change()]
}

func addTo() any {
	v := 1
	v += set(&v)
	return v
}

func addToField() any {
	b := &box{n: 1}
	b.n += b.bump()
	return b.n
}

func addToElement() any {
	b := &box{items: []int{1, 1}}
	b.items[1] += b.grow()
	return b.items[1]
}

func addToIndex() any {
	i, a := 1, make([]int, 3)
	a[i] += set(&i) + 9
	return a[2]
}

func addToMap() any {
	m := map[int]int{0: 1}
	change := func() int { m[0] = 2; return 0 }
	m[0] += change()
	return m[0]
}

func storeElement() any {
	b := &box{items: []int{1, 1}}
	b.items[1] = b.grow()
	return b.items[1]
}

func storeIndex() any {
	i, a := 1, make([]int, 3)
	a[i] = set(&i) + 9
	return a[2]
}

func storePointer() any {
	b := &box{next: &box{}}
	b.next.n = b.turn()
	return b.next.n
}

func storeMap() any {
	m := map[int]int{}
	change := func() int { m = map[int]int{}; return 7 }
	m[0] = change()
	return m[0]
}

func storeMapKey() any {
	i, m := 1, map[int]int{}
	m[i] = set(&i) + 9
	return m[2]
}

func storeStar() any {
	old, other := new(int), new(int)
	p := old
	change := func() int { p = other; return 7 }
	*p = change()
	return *other
}

func storeField() any {
	b := &box{}
	b.n = b.bump() + 7
	return b.n
}

func storeArray() any {
	var a [2]int
	a[1] = set(&a[1]) + 7
	return a[1]
}

func storePair() any {
	b := &box{items: []int{1, 1}}
	b.items[1], b.n = b.grow(), 0
	return b.items[1]
}

func send() any {
	c, d := make(chan int, 1), make(chan int, 1)
	e := c
	change := func() int { e = d; return 7 }
	e <- change()
	return len(d)
}

func rangeOver() any {
	b, n := &box{items: []int{1}}, 0
	for range b.items[b.grow()-7:] {
		n++
	}
	return n
}

func switchTag() any {
	v := 1
	switch v {
	case set(&v) + 1:
		return 1
	}
	return 2
}
