.globaltype __stack_pointer, i32

.functype host_launch (i32) -> ()
.import_module host_launch, tinygo
.import_name host_launch, launch
.functype host_suspend (i32) -> ()
.import_module host_suspend, tinygo
.import_name host_suspend, suspend
.functype host_unwind () -> ()
.import_module host_unwind, tinygo
.import_name host_unwind, unwind
.functype tinygo_task_end () -> ()

.global tinygo_launch
.hidden tinygo_launch
.type tinygo_launch,@function
tinygo_launch: // func (state *state) launch()
    .functype tinygo_launch (i32) -> ()
    .local i32
    global.get __stack_pointer
    local.set 1 // own := getCurrentStackPointer()
    i32.const 0
    i32.load tinygo_system_stack
    i32.eqz
    if // the first launch of all is on the system stack
    i32.const 0
    local.get 1
    i32.store tinygo_system_stack
    end_if
    local.get 0
    call host_launch // calls tinygo_task(state), until it is suspended or ends
    local.get 1
    global.set __stack_pointer // setStackPointer(own)
    end_function

.global tinygo_task
.export_name tinygo_task, tinygo_task
.type tinygo_task,@function
tinygo_task: // func tinygo_task(state *state), called by JavaScript on a stack of its own
    .functype tinygo_task (i32) -> ()
    local.get 0
    i32.load 8
    global.set __stack_pointer // setStackPointer(state.csp)
    local.get 0
    i32.load 4
    local.get 0
    i32.load 0
    call_indirect (i32) -> () // state.entry(state.args)
    call tinygo_task_end
    i32.const 0
    i32.load tinygo_system_stack
    global.set __stack_pointer // for what JavaScript calls next
    end_function

.global tinygo_suspend
.hidden tinygo_suspend
.type tinygo_suspend,@function
tinygo_suspend: // func (state *state) suspend()
    .functype tinygo_suspend (i32) -> ()
    local.get 0
    global.get __stack_pointer
    i32.store 8 // state.csp = getCurrentStackPointer()
    i32.const 0
    i32.load tinygo_system_stack
    global.set __stack_pointer // for what JavaScript calls next
    local.get 0
    call host_suspend
    local.get 0
    i32.load 8
    global.set __stack_pointer // setStackPointer(state.csp)
    end_function

.global tinygo_unwind
.hidden tinygo_unwind
.type tinygo_unwind,@function
tinygo_unwind: // func unwind()
    .functype tinygo_unwind () -> ()
    i32.const 0
    i32.load tinygo_system_stack
    global.set __stack_pointer // for what JavaScript calls next
    call host_unwind
    end_function

        .hidden tinygo_system_stack
        .type   tinygo_system_stack,@object
        .section        .bss.tinygo_system_stack,"",@
        .globl  tinygo_system_stack
        .p2align 2
tinygo_system_stack:
        .int32   0
        .size   tinygo_system_stack, 4
