// Clocks, arguments, variables and directories.

/// Nanoseconds of one of the clocks of WASI: realtime (0) or monotonic (1).
private func clock(_ number: UInt32) -> UInt64 {
    let result = systemResult()
    return wasi_clock_time_get(number, 1, result) == 0 ? load64(result) : 0
}

@_cdecl("ai_current_second") @inline(__always) func aiCurrentSecondEntry() -> UInt64 { box(Double(clock(WASI.Clock.realtime)) / 1e9) }
@_cdecl("ai_current_time") @inline(__always) func aiCurrentTimeEntry() -> UInt64 { fixnum(Int64(bitPattern: clock(WASI.Clock.realtime) / 1_000_000_000)) }
@_cdecl("ai_current_millis") @inline(__always) func aiCurrentMillisEntry() -> UInt64 { fixnum(Int64(bitPattern: clock(WASI.Clock.realtime) / 1_000_000)) }
@_cdecl("ai_current_jiffy") @inline(__always) func aiCurrentJiffyEntry() -> UInt64 { exactInteger(Int64(bitPattern: clock(WASI.Clock.monotonic))) }
@_cdecl("ai_jiffies_per_second") @inline(__always) func aiJiffiesPerSecondEntry() -> UInt64 { fixnum(1_000_000_000 as Int64) }

/// What `poll_oneoff` gets, and where it puts the event and the number of events.
private nonisolated(unsafe) var pollScratch = InlineArray<11, UInt64>(repeating: 0)

/// What is left of a wait when it is no longer worth while to ask the host for it, in nanoseconds.
private let shortWait = 20e6

/// Waits. Short waits, and all on hosts without WASI's way to wait, look at the clock until the time has come.
@_cdecl("ai_sleep") @inline(__always) func aiSleepEntry(_ seconds: UInt64) {
    if !isNumeric(seconds) { return _ = raiseType("sleep: expected number", 1, seconds) }
    let wanted = toDouble(seconds) * 1e9
    flushOutput()
    let start = clock(WASI.Clock.monotonic)
    var error: UInt32 = 0
    while true {
        let left = wanted - Double(clock(WASI.Clock.monotonic) &- start)
        // Also for NaN.
        if !(left > 0) { return }
        if error != 0 || left < shortWait { continue }
        let subscription = address(of: &pollScratch)
        let event = subscription &+ WASI.Subscription.size
        store32(subscription &+ WASI.Subscription.clock, WASI.Clock.monotonic)
        store64(subscription &+ WASI.Subscription.timeout, left < 1e18 ? UInt64(left) : 1_000_000_000_000_000_000)
        error = wasi_poll_oneoff(subscription, event, 1, event &+ WASI.Subscription.eventSize)
    }
}

@_extern(c, "program_arguments") func programArguments() -> UInt32
@_extern(c, "environment_value") func environmentValue(_ name: UInt32) -> UInt64

/// A list of texts from an array of strings.
private func texts(_ strings: UInt32) -> UInt64 {
    var list = emptyListBits
    var index = arrayLength(strings)
    while index != 0 {
        index &-= 1
        list = cons(textOfString(load32(arraySlot(strings, index))), list)
    }
    return list
}

/// The program's name, for which hosts have different ideas, is always the same.
@_cdecl("ai_command_line") @inline(__always) func aiCommandLineEntry() -> UInt64 {
    cons(textOfString(constantString("program")), texts(programArguments()))
}

@_cdecl("ai_environment_variable") @inline(__always) func aiEnvironmentVariableEntry(_ name: UInt64) -> UInt64 {
    if !isText("get-environment-variable: expected string", 1, name) { return 0 }
    let value = environmentValue(stringOfText(referenceAddress(name)))
    return value == nullBits ? falseBits : textOfString(referenceAddress(value))
}

@_cdecl("ai_environment_variables") @inline(__always) func aiEnvironmentVariablesEntry() -> UInt64 {
    let lines = environmentLines()
    var list = emptyListBits
    var index = arrayLength(lines)
    while index != 0 {
        index &-= 1
        let line = load32(arraySlot(lines, index))
        let count = stringLength(line) &- 1
        let name = fastFindByte(stringData(line), 0, count, 61)
        let end = name < count ? name : count
        let start = name < count ? name &+ 1 : count
        let value = textOfForeignBytes(stringData(line) &+ start, count &- start)
        list = cons(cons(box(textOfForeignBytes(stringData(line), end), .text), box(value, .text)), list)
    }
    return list
}

@_cdecl("ai_features") @inline(__always) func aiFeaturesEntry() -> UInt64 {
    var list = emptyListBits
    list = cons(intern(constantString("wasi"), RuntimeRoots.symbols), list)
    list = cons(intern(constantString("wasm"), RuntimeRoots.symbols), list)
    list = cons(intern(constantString("langc"), RuntimeRoots.symbols), list)
    list = cons(intern(constantString("ai"), RuntimeRoots.symbols), list)
    return cons(intern(constantString("r7rs"), RuntimeRoots.symbols), list)
}

@_cdecl("ai_eof_object") @inline(__always) func aiEofObjectEntry() -> UInt64 { endOfFileBits }

// Directories.

@_cdecl("ai_current_directory") @inline(__always) func aiCurrentDirectoryEntry() -> UInt64 {
    box(textFromBuilder(append(newBytes(capacity: 4), scalar: currentDirectory())), .text)
}

@_cdecl("ai_dir_list") @inline(__always) func aiDirListEntry(_ value: UInt64) -> UInt64 {
    if !isText("dir-list: expected string", 1, value) { return 0 }
    let path = stringOfText(referenceAddress(value))
    var error = pathError(path)
    if error == 0 {
        let found = place(of: path)
        error = found.directory == 0 ? SystemError.notGranted : status(found)
        if error == 0 && load8(systemResult(), WASI.Status.type) != WASI.FileType.directory { error = SystemError.notDirectory }
        if error == 0 {
            let listing = directoryListing(found)
            if listing.error == 0 { return texts(listing.names) }
            error = listing.error
        }
    }
    return raiseFile("dir-list", "read", value, error)
}

@_cdecl("ai_dir_create") @inline(__always) func aiDirCreateEntry(_ value: UInt64) {
    if !isText("dir-create: expected string", 1, value) { return }
    let path = stringOfText(referenceAddress(value))
    var error = pathError(path)
    if error == 0 {
        let found = place(of: path)
        error = found.directory == 0
            ? SystemError.notGranted : wasi_path_create_directory(found.directory, found.data, found.count)
        if error != 0 && found.directory != 0 && status(found, WASI.Lookup.keepLinks) == 0 { error = SystemError.exists }
    }
    if error != 0 { _ = raiseFile("dir-create", "write", value, error) }
}
