import Testing
import WasmFormat

/// Code that engines refuse is refused, and code that they take is taken.
@Suite struct ValidationTests {
    /// Whether a module with one function is valid. It has a memory, a table, the types `() -> ()` (1) and `(i32) -> (i32, i64)` (2), a mutable
    /// f64 and an immutable i32 global.
    private func error(_ type: FunctionType, _ body: [UInt8]) -> String? {
        var writer = WasmModuleWriter()
        writer.types([type, FunctionType(), FunctionType([.i32], [.i32, .i64])])
        writer.functions([0])
        writer.tables([TableType(Limits(1))])
        writer.memories([Limits(1)])
        writer.globals([Global(GlobalType(.f64, isMutable: true), .f64(0)), Global(GlobalType(.i32), .i32(1))])
        writer.code(count: 1, bodies: [UInt8(body.count)] + body)
        do {
            try WasmModule(reading: writer.bytes).validate()
            return nil
        } catch { return error.message }
    }

    /// Bytes of a body without locals and without the last `end`.
    private func error(_ type: FunctionType = FunctionType(), code: [UInt8]) -> String? { error(type, [0] + code + [0x0B]) }

    @Test func validCode() {
        let number = FunctionType([.i32], [.i32])
        #expect(error(code: []) == nil)
        #expect(error(number, code: [0x20, 0, 0x41, 1, 0x6A]) == nil)
        // if (result i32) … else … end
        #expect(error(number, code: [0x20, 0, 0x04, 0x7F, 0x41, 1, 0x05, 0x41, 2, 0x0B]) == nil)
        // A block with a parameter and two results.
        #expect(error(number, code: [0x20, 0, 0x02, 2, 0x42, 5, 0x0B, 0x1A]) == nil)
        // Operands of any type after `unreachable`.
        #expect(error(number, code: [0x00, 0x6A, 0x1B]) == nil)
        #expect(error(number, code: [0x02, 0x7F, 0x00, 0x0E, 1, 0, 1, 0x0B]) == nil)
        // loop: br_if takes the loop's parameters.
        #expect(error(number, code: [0x20, 0, 0x03, 0x7F, 0x41, 1, 0x0B, 0x1A]) == nil)
        #expect(error(code: [0x41, 0, 0x28, 2, 0, 0x1A, 0x3F, 0, 0x1A]) == nil)
        #expect(error(code: [0x23, 0, 0xAA, 0x1A, 0x44, 0, 0, 0, 0, 0, 0, 0, 0, 0x24, 0]) == nil)
        #expect(error(code: [0x41, 0, 0x11, 1, 0]) == nil)
        #expect(error(code: [0xD0, 0x70, 0xD1, 0x1A]) == nil)
    }

    /// Blocks that end right behind a branch, a return or a trap.
    @Test func blocksThatAreLeftAtTheirEnd() {
        let number = FunctionType([.i32], [.i32])
        #expect(error(number, code: [0x02, 0x7F, 0x41, 1, 0x0C, 0, 0x0B]) == nil)
        #expect(error(number, code: [0x20, 0, 0x04, 0x7F, 0x41, 1, 0x0F, 0x05, 0x41, 2, 0x0B]) == nil)
        #expect(error(number, code: [0x02, 0x40, 0x41, 1, 0x0F, 0x0B, 0x41, 2]) == nil)
        #expect(error(number, code: [0x02, 0x7F, 0x02, 0x7F, 0x00, 0x0B, 0x0B]) == nil)
        #expect(error(number, code: [0x20, 0, 0x04, 0x40, 0x00, 0x05, 0x03, 0x40, 0x0C, 0, 0x0B, 0x0B, 0x41, 3]) == nil)
    }

    @Test(arguments: [
        ([0x6A], "an operand is missing: i32"),
        ([0x41, 0, 0x42, 0, 0x6A], "an operand is a i64, not a i32"),
        ([0x41, 0], "operands are left over at the end of a block"),
        ([0x20, 9], "there is no local 9"),
        ([0x23, 7], "there is no global 7"),
        ([0x41, 0, 0x24, 1], "global 1 cannot be set"),
        ([0x10, 4], "there is no function 4"),
        ([0x0C, 5], "there is no block 5 to branch to"),
        ([0x41, 0, 0x28, 3, 0, 0x1A], "the alignment is larger than what is accessed"),
        ([0x41, 1, 0x04, 0x7F, 0x41, 1, 0x0B, 0x1A], "an `if` with results has no `else`"),
        ([0x02, 0x40, 0x05, 0x0B], "`else` outside of `if`"),
        ([0x02, 0x7F, 0x0C, 0, 0x0B, 0x1A], "an operand is missing: i32"),
        ([0x02, 0x7F, 0x42, 1, 0x0C, 0, 0x0B, 0x1A], "an operand is a i64, not a i32"),
        ([0x41, 1, 0x04, 0x7F, 0x00, 0x0B, 0x1A], "an `if` with results has no `else`"),
        ([0x02, 0x40, 0x00, 0x0B, 0x6A], "an operand is missing: i32"),
        ([0x02, 0x40, 0x0C, 7, 0x0B], "there is no block 7 to branch to"),
        ([0x41, 1, 0x04, 0x40, 0x05, 0x05, 0x0B], "`else` outside of `if`"),
        ([0x41, 0, 0x11, 9, 0], "there is no type 9"),
        ([0x41, 0, 0x11, 1, 3], "there is no table 3"),
        ([0xD2, 0, 0x1A], "function 0 is not declared as a reference"),
        ([0xD0, 0x70, 0xD0, 0x70, 0x41, 0, 0x1B, 0x1A], "`select` without a type cannot choose a reference"),
        ([0xFC, 9, 0], "there is no data segment 0"),
        ([0x02, 0x7F, 0x41, 0, 0x41, 0, 0x0E, 1, 0, 1, 0x0B, 0x1A], "the blocks that `br_table` branches to want different numbers of operands"),
    ] as [([UInt8], String)]) func invalidCode(_ code: [UInt8], _ message: String) {
        #expect(error(code: code) == "function 0: " + message)
    }

    @Test func aTailCallReturnsWhatItsFunctionReturns() {
        #expect(error(code: [0x12, 0]) == nil)
        #expect(error(FunctionType([], [.i32]), code: [0x41, 0, 0x13, 1, 0]) == "function 0: a tail call returns something else than its function")
    }

    @Test func constantsHaveTheTypesOfTheirGlobals() {
        func error(_ globals: [Global], imports: [Import] = []) -> String? {
            var writer = WasmModuleWriter()
            writer.imports(imports)
            writer.globals(globals)
            do {
                try WasmModule(reading: writer.bytes).validate()
                return nil
            } catch { return error.message }
        }
        let imported = [Import("m", "g", .global(GlobalType(.i64))), Import("m", "h", .global(GlobalType(.i64, isMutable: true)))]
        #expect(error([Global(GlobalType(.i64), .global(0))], imports: imported) == nil)
        #expect(error([Global(GlobalType(.i32), .global(0))], imports: imported) != nil)
        #expect(error([Global(GlobalType(.i64), .global(1))], imports: imported) != nil)
        #expect(error([Global(GlobalType(.i64), .f64(0))]) != nil)
    }

    /// Deep nesting, many locals and large tables of labels are no problem.
    @Test func largeBodies() {
        let depth = 100_000
        let blocks = [UInt8](repeating: 0x02, count: depth).flatMap { [$0, 0x40] } + [UInt8](repeating: 0x0B, count: depth + 1)
        func module(_ body: [UInt8]) -> [UInt8] {
            var writer = WasmModuleWriter()
            writer.types([FunctionType()])
            writer.functions([0])
            var size = body.count
            var code: [UInt8] = []
            while size >= 0x80 {
                code.append(UInt8(size & 0x7F) | 0x80)
                size >>= 7
            }
            writer.code(count: 1, bodies: code + [UInt8(size)] + body)
            return writer.bytes
        }
        #expect((try? WasmModule(reading: module([0] + blocks)).validate()) != nil)
        #expect((try? WasmModule(reading: module([1, 0xD0, 0x86, 3, 0x7F, 0x20, 0xCF, 0x86, 3, 0x1A, 0x0B])).validate()) != nil)
        #expect((try? WasmModule(reading: module([1, 0xD0, 0x86, 3, 0x7F, 0x20, 0xD0, 0x86, 3, 0x1A, 0x0B])).validate()) == nil)
    }
}
