package main

type box struct {
	n     int
	other int
	items []int
	next  *box
}

var global = 1

func set(p *int) int           { *p = 2; return 0 }
func setErr(p *int) error      { *p = 2; return nil }
func setGlobal() int           { global = 2; return 0 }
func (b *box) bump() int       { b.n = 2; return 0 }
func (b *box) deepBump() int   { return b.bump() }
func (b *box) grow() int       { b.items = append(make([]int, 0, 8), 0, 0); return 7 }
func (b *box) turn() int       { b.next = &box{}; return 7 }
func (b *box) setOther() int   { b.other = 2; return 0 }
func (b *box) peek() int       { return b.n }
func (b box) get(int) int      { return b.n }
func (b box) itself(int) box   { return b }
func first(a, b int) int       { return a }
func firstAny(a, b any) any    { return a }
func firstOf(a ...int) int     { return a[0] }
func ident(n int) int          { return n }
func fill(s []int) int         { s[0] = 2; return 0 }
func one[T, U any](a T, _ U) T { return a }

func fillArray(a *[2]int) int { (*a)[0] = 2; return 0 }
