package transform

// This stands for TinyGo's own pass. That one keeps the pointers that the
// compiler named when it made the code, and only those: what LLVM then holds in
// registers, after it has taken structs apart and functions together, it does
// not see. This one asks of the finished code which pointers are still used
// after a call that may collect garbage, and keeps those.

import (
	"slices"
	"strings"

	"tinygo.org/x/go-llvm"
)

// MakeGCStackSlots puts each pointer that is used after a call that may collect
// garbage into a slot on the C stack, which the collector scans: it does not see
// WebAssembly's locals. Nothing may change the code's values after it.
func MakeGCStackSlots(mod llvm.Module) bool {
	if track := mod.NamedFunction("runtime.trackPointer"); !track.IsNil() {
		for _, call := range getUses(track) {
			call.EraseFromParentAsInstruction()
		}
	}
	chain := mod.NamedGlobal("runtime.stackChainStart") // not used: the collector scans whole stacks
	if !chain.IsNil() {
		chain.SetLinkage(llvm.InternalLinkage)
		chain.SetInitializer(llvm.ConstNull(chain.GlobalValueType()))
	}
	k := keeper{collects: collecting(mod), ctx: mod.Context(), builder: mod.Context().NewBuilder()}
	defer k.builder.Dispose()
	for fn := mod.FirstFunction(); !fn.IsNil(); fn = llvm.NextFunction(fn) {
		if k.collects[fn] && !fn.FirstBasicBlock().IsNil() {
			k.keep(fn)
		}
	}
	return true
}

// memory(argmem) leaves out everything else: see llvm/Support/ModRef.h.
const shiftExcludeArgMem = 2

// collecting are the functions in which garbage may be collected: those that
// allocate or call what is not known, and all that call them.
func collecting(mod llvm.Module) map[llvm.Value]bool {
	found := map[llvm.Value]bool{}
	var work []llvm.Value
	add := func(fn llvm.Value) {
		if !fn.IsNil() && !found[fn] {
			found[fn] = true
			work = append(work, fn)
		}
	}
	add(mod.NamedFunction("runtime.alloc"))
	add(mod.NamedFunction("runtime.runGC"))
	memory := llvm.AttributeKindID("memory")
	for fn := mod.FirstFunction(); !fn.IsNil(); fn = llvm.NextFunction(fn) {
		if strings.HasPrefix(fn.Name(), "llvm.") {
			continue // an instruction, as it were
		}
		if fn.FirstBasicBlock().IsNil() {
			// What is not ours may suspend the goroutine or call in again.
			if attr := fn.GetEnumFunctionAttribute(memory); attr.IsNil() || attr.GetEnumValue()>>shiftExcludeArgMem != 0 {
				add(fn)
			}
		} else if callsPointer(fn) {
			add(fn)
		}
	}
	for len(work) > 0 {
		fn := work[len(work)-1]
		work = work[:len(work)-1]
		for _, use := range getUses(fn) {
			if !use.IsACallInst().IsNil() && use.CalledValue() == fn {
				add(use.InstructionParent().Parent())
			}
		}
	}
	return found
}

func callsPointer(fn llvm.Value) bool {
	for bb := fn.FirstBasicBlock(); !bb.IsNil(); bb = llvm.NextBasicBlock(bb) {
		for i := bb.FirstInstruction(); !i.IsNil(); i = llvm.NextInstruction(i) {
			if isIndirect(i) {
				return true
			}
		}
	}
	return false
}

func isIndirect(i llvm.Value) bool {
	return !i.IsACallInst().IsNil() && i.CalledValue().IsAFunction().IsNil() && i.CalledValue().IsAInlineAsm().IsNil()
}

// keeper gives the pointers of one function after another their slots.
type keeper struct {
	collects map[llvm.Value]bool
	builder  llvm.Builder
	ctx      llvm.Context
}

// set is one of values, by their numbers.
type set []uint64

func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s set) remove(i int)   { s[i/64] &^= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s set) join(t set) {
	for i, word := range t {
		s[i] |= word
	}
}

// block is a basic block and what lives at its ends.
type block struct {
	instructions []llvm.Value
	after        []int // the blocks it leads to
	made         set
	in, out      set
}

// function is one and its pointers.
type function struct {
	values  []llvm.Value
	numbers map[llvm.Value]int
	blocks  []block
	size    int // of a set, in words
}

func (k *keeper) keep(fn llvm.Value) {
	f := read(fn)
	if len(f.values) == 0 {
		return
	}
	f.live()
	kept := make(set, f.size)
	for b := range f.blocks {
		k.across(f, &f.blocks[b], kept)
	}
	k.store(fn, f, kept)
}

// read numbers the pointers of a function: parameters and what instructions
// make of a type that has pointers, but for those to the C stack.
func read(fn llvm.Value) *function {
	f := &function{numbers: map[llvm.Value]int{}}
	number := func(v llvm.Value) {
		if (typeHasPointer(v.Type()) || isCopy(v)) && !onStack(v) {
			f.numbers[v] = len(f.values)
			f.values = append(f.values, v)
		}
	}
	for _, p := range fn.Params() {
		number(p)
	}
	places := map[llvm.BasicBlock]int{}
	for bb := fn.FirstBasicBlock(); !bb.IsNil(); bb = llvm.NextBasicBlock(bb) {
		places[bb] = len(f.blocks)
		var b block
		for i := bb.FirstInstruction(); !i.IsNil(); i = llvm.NextInstruction(i) {
			b.instructions = append(b.instructions, i)
			number(i)
		}
		f.blocks = append(f.blocks, b)
	}
	f.size = (len(f.values) + 63) / 64
	for b := range f.blocks {
		f.blocks[b].out, f.blocks[b].made = make(set, f.size), make(set, f.size)
	}
	for b := range f.blocks {
		f.survey(&f.blocks[b], places)
	}
	return f
}

// survey finds where a block leads, what it makes and what it uses of others'.
func (f *function) survey(b *block, places map[llvm.BasicBlock]int) {
	last := b.instructions[len(b.instructions)-1]
	for o := range last.OperandsCount() {
		if operand := last.Operand(o); operand.IsBasicBlock() {
			b.after = append(b.after, places[operand.AsBasicBlock()])
		}
	}
	b.in = make(set, f.size)
	for j := len(b.instructions) - 1; j >= 0; j-- {
		i := b.instructions[j]
		f.before(i, b.in)
		if v, ok := f.numbers[i]; ok {
			b.made.add(v)
		}
		if i.IsAPHINode().IsNil() {
			continue
		}
		for n := range i.IncomingCount() { // used at the end of the block that it comes from
			if v, ok := f.numbers[i.IncomingValue(n)]; ok {
				f.blocks[places[i.IncomingBlock(n)]].out.add(v)
			}
		}
	}
}

// onStack reports whether a pointer is to the C stack.
func onStack(v llvm.Value) bool {
	for !v.IsAGetElementPtrInst().IsNil() || !v.IsABitCastInst().IsNil() {
		v = v.Operand(0)
	}
	return !v.IsAAllocaInst().IsNil()
}

// isCopy reports whether a value may be two words that were copied at once.
func isCopy(v llvm.Value) bool {
	t := v.Type()
	return t.TypeKind() == llvm.IntegerTypeKind && t.IntTypeWidth() == 64 && (!v.IsALoadInst().IsNil() || !v.IsAPHINode().IsNil())
}

func typeHasPointer(t llvm.Type) bool {
	switch t.TypeKind() {
	case llvm.PointerTypeKind:
		return true
	case llvm.StructTypeKind:
		for _, field := range t.StructElementTypes() {
			if typeHasPointer(field) {
				return true
			}
		}
	case llvm.ArrayTypeKind:
		return t.ArrayLength() > 0 && typeHasPointer(t.ElementType())
	}
	return false
}

// live finds what lives at the beginning and the end of each block.
func (f *function) live() {
	for changed := true; changed; {
		changed = false
		for i := len(f.blocks) - 1; i >= 0; i-- {
			b := &f.blocks[i]
			for _, next := range b.after {
				b.out.join(f.blocks[next].in)
			}
			for w := range b.in {
				through := b.out[w] &^ b.made[w]
				changed = changed || through&^b.in[w] != 0
				b.in[w] |= through
			}
		}
	}
}

// before makes what lives after an instruction what lives before it.
func (f *function) before(i llvm.Value, now set) {
	if v, ok := f.numbers[i]; ok {
		now.remove(v)
	}
	if !i.IsAPHINode().IsNil() {
		return
	}
	for o := range i.OperandsCount() {
		if v, ok := f.numbers[i.Operand(o)]; ok {
			now.add(v)
		}
	}
}

// across adds to kept what is used after a call in the block that may collect.
// What a function that is not ours is given has to outlive the call as well.
func (k *keeper) across(f *function, b *block, kept set) {
	now := slices.Clone(b.out)
	for j := len(b.instructions) - 1; j >= 0; j-- {
		i := b.instructions[j]
		call := !i.IsACallInst().IsNil()
		if v, ok := f.numbers[i]; ok {
			now.remove(v)
		}
		if call && (isIndirect(i) || k.collects[i.CalledValue()]) {
			kept.join(now)
		}
		f.before(i, now)
		if call && k.collects[i.CalledValue()] && i.CalledValue().FirstBasicBlock().IsNil() {
			kept.join(now)
		}
	}
}

// store gives what is kept its slots and fills them where the values are made.
func (k *keeper) store(fn llvm.Value, f *function, kept set) {
	if !slices.ContainsFunc(kept, func(word uint64) bool { return word != 0 }) {
		return
	}
	k.oneFrameEach(fn, f)
	first := fn.EntryBasicBlock().FirstInstruction()
	for n, v := range f.values {
		if !kept.has(n) {
			continue
		}
		at := first
		if v.IsAArgument().IsNil() {
			at = llvm.NextInstruction(v)
		}
		for !at.IsAPHINode().IsNil() {
			at = llvm.NextInstruction(at)
		}
		k.fill(fn, v, at)
	}
}

// oneFrameEach: a recursive call at the end of a function must not become a
// loop, which would have the slots of one call for all of them, nor may a call
// take the place of a frame that has slots.
func (k *keeper) oneFrameEach(fn llvm.Value, f *function) {
	fn.AddFunctionAttr(k.ctx.CreateStringAttribute("disable-tail-calls", "true"))
	for b := range f.blocks {
		for _, i := range f.blocks[b].instructions {
			if !i.IsACallInst().IsNil() {
				i.SetTailCall(false)
			}
		}
	}
}

// fill stores each pointer of a value before an instruction. Nobody seems to
// read it: a volatile store is left where it is.
func (k *keeper) fill(fn, v, at llvm.Value) {
	t, parts := v.Type(), 0
	switch t.TypeKind() {
	case llvm.StructTypeKind:
		parts = t.StructElementTypesCount()
	case llvm.ArrayTypeKind:
		parts = t.ArrayLength()
	default:
		k.builder.SetInsertPointBefore(fn.EntryBasicBlock().FirstInstruction())
		slot := k.builder.CreateAlloca(t, "gc.slot")
		k.builder.SetInsertPointBefore(at)
		k.builder.CreateStore(v, slot).SetVolatile(true)
	}
	for i := range parts {
		if typeHasPointer(elementOf(t, i)) {
			k.builder.SetInsertPointBefore(at)
			k.fill(fn, k.builder.CreateExtractValue(v, i, ""), at)
		}
	}
}

func elementOf(t llvm.Type, i int) llvm.Type {
	if t.TypeKind() == llvm.StructTypeKind {
		return t.StructElementTypes()[i]
	}
	return t.ElementType()
}
