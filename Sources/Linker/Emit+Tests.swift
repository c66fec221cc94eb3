import WasmFormat

/// The start function of a program of tests.
extension Emit {
    /// Runs the initializers, then the test whose position `test_index` gives. Every way through ends the program.
    func testStart(_ initializers: [FunctionID], _ testing: Testing) -> [UInt8] {
        var body = FunctionBodyWriter(locals: [LocalGroup(2, .i32)])
        appendCalls(initializers, to: &body)
        body.append(.call, layout.functionIndices[testing.index.offset])
        body.append(.localSet, 0)
        for (position, test) in testing.tests.enumerated() {
            body.append(.localGet, 0)
            body.append(i32: Int32(truncatingIfNeeded: position))
            body.append(.i32Eq)
            body.append(.if, result: nil)
            body.append(.call, layout.functionIndices[test.function.offset])
            if test.isChecked {
                if test.result == .reference { body.boxObject(local: 1) }
                body.append(.call, layout.functionIndices[testing.check.offset])
            } else if test.result != nil {
                body.append(.drop)
            }
            body.append(.call, layout.functionIndices[testing.passed.offset])
            body.append(.end)
        }
        body.append(.unreachable)
        body.append(.end)
        return body.bytes
    }
}
