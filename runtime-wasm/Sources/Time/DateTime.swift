// Instants: wrappers around whole Unix seconds.

/// An instant. Everything that makes one comes here, and so programs that have instants can display them.
@_cdecl("date_time_make") @inline(__always) func dateTimeMakeEntry(_ seconds: Double) -> UInt64 {
    KindHooks.displayDateTime = displayDateTime
    return box(newWrapper(.dateTime, box(seconds)), .dateTime)
}

/// The seconds of the realtime clock; 0 when the host has none.
@_cdecl("clock_seconds") @inline(__always) func clockSecondsEntry() -> Double {
    let result = systemResult()
    if wasi_clock_time_get(0, 1_000_000_000, result) != 0 { return 0 }
    return Double(load64(result) / 1_000_000_000)
}

/// Appends the instant in the format of RFC 3339: `2024-01-15T10:30:00+00:00`.
private func displayDateTime(_ builder: UInt32, _ value: UInt64) -> UInt32 {
    let seconds = Int64(Double(bitPattern: wrappedValue(referenceAddress(value))))
    var ofDay = seconds % 86400
    if ofDay < 0 { ofDay &+= 86400 }
    let date = civilDate((seconds &- ofDay) / 86400)
    var text = appendYear(builder, date.year)
    text = appendTwo(append(text, "-"), date.month)
    text = appendTwo(append(text, "-"), date.day)
    text = appendTwo(append(text, "T"), ofDay / 3600)
    text = appendTwo(append(text, ":"), ofDay / 60 % 60)
    text = appendTwo(append(text, ":"), ofDay % 60)
    return append(text, "+00:00")
}

/// At least four digits; a sign, and so a form of ISO 8601 that is longer than RFC 3339 allows, for years that need more.
private func appendYear(_ builder: UInt32, _ year: Int64) -> UInt32 {
    let magnitude = year < 0 ? -year : year
    var text = builder
    if year < 0 { text = append(text, "-") }
    if year > 9999 { text = append(text, "+") }
    if magnitude > 9999 { text = appendDigit(appendDigit(text, magnitude / 100_000, skipsZero: true), magnitude / 10_000) }
    return appendTwo(appendTwo(text, magnitude / 100), magnitude)
}

private func appendDigit(_ builder: UInt32, _ number: Int64, skipsZero: Bool = false) -> UInt32 {
    let digit = number % 10
    if skipsZero && digit == 0 { return builder }
    store8(systemVector(), 48 &+ UInt32(truncatingIfNeeded: digit))
    return append(builder, systemVector(), 1)
}

/// The last two digits of a number.
private func appendTwo(_ builder: UInt32, _ number: Int64) -> UInt32 {
    appendDigit(appendDigit(builder, number / 10), number)
}
