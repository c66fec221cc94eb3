// Atlas's run-time errors. Each ends the program.

/// AT0001: `Type error: ` and a text.
func failType(_ text: StaticString, _ site: UInt32) -> Never {
    beginTypeError()
    writeOutput(text)
    failed(site)
}

/// Begins an AT0001 error; the rest of its line follows.
@inline(never) func beginTypeError() {
    beginFailure()
    writeOutput("AT0001]: Type error: ")
}

/// Ends an error's first line with its position, and the program.
@inline(never) func failed(_ site: UInt32) -> Never {
    writeSite(site)
    exitFailed()
}

/// An error whose first line is one text, code included.
func failPlain(_ text: StaticString, _ site: UInt32) -> Never {
    beginFailure()
    writeOutput(text)
    failed(site)
}

@inline(never) func failDivision(_ site: UInt32) -> Never { failPlain("AT0005]: Divide by zero", site) }
@inline(never) func failBounds(_ site: UInt32) -> Never { failPlain("AT0006]: Array index out of bounds", site) }
@inline(never) func failNumeric(_ site: UInt32) -> Never { failPlain("AT0007]: Invalid numeric result (NaN or Infinity)", site) }
@inline(never) func failIndex(_ site: UInt32) -> Never {
    failPlain("AT0103]: Invalid index: array indices must be whole numbers", site)
}

/// Begins an AT0102 error; the rest of its note follows.
func beginArgumentError(_ site: UInt32) {
    beginFailure()
    writeOutput("AT0102]: Invalid argument to standard library function")
    writeSite(site)
    beginNote()
}

/// AT0102: `expectation` and then the name of the value's type, as a note.
func failArgument(_ expectation: StaticString, _ value: UInt64, _ site: UInt32) -> Never {
    beginArgumentError(site)
    writeOutput(expectation)
    writeTypeName(value)
    failed(0)
}

/// AT0001 with the names of two operands' types.
func failOperands(_ text: StaticString, _ left: UInt64, _ right: UInt64, _ site: UInt32) -> Never {
    beginTypeError()
    writeOutput(text)
    writeTypeName(left)
    writeOutput(" and ")
    writeTypeName(right)
    failed(site)
}

/// AT0001 with the name of a value's type.
func failTypeOf(_ text: StaticString, _ value: UInt64, _ site: UInt32) -> Never {
    beginTypeError()
    writeOutput(text)
    writeTypeName(value)
    failed(site)
}

/// AT0001 with a text in quotes: `before'text'after`.
func failQuoted(_ before: StaticString, _ string: UInt32, _ after: StaticString, _ site: UInt32) -> Never {
    beginTypeError()
    writeOutput(before)
    writeByte(39)
    writeOutput(string: string)
    writeByte(39)
    writeOutput(after)
    failed(site)
}
