import Basics
import Core
import RuntimeABI
import Testing

/// Which values stay boxed.
@Suite struct KeepBoxesTests {
    /// The body of a function of two vectors and an integer, after the pass.
    private func after(_ build: (inout FunctionBuilder, [LocalID]) -> [ExprID]) -> String {
        var module = emptyModule()
        let parameters: [(String, ValueType)] = [("v", .reference(.vector)), ("w", .reference(.vector)), ("i", .i64)]
        module.functions.append(makeFunction("f", parameters, .unit) { b, p in b.sequence(build(&b, p)) })
        let result = KeepBoxes.run(module)
        #expect(Verifier.verify(result) == [])
        return Printer.print(result.functions[FunctionID(0)], in: result)
    }

    /// The element as an integer, if the index is inside; else the function returns.
    private func element(_ b: inout FunctionBuilder, _ vector: LocalID, _ index: LocalID) -> ExprID {
        let length = b.add(.unary(.i32ToI64, b.add(.arrayLength(b.get(vector)), .i32)), .i64)
        let load = b.add(.arrayLoad(b.get(vector), index: b.unary(.i64ToI32, b.get(index))), .any)
        let isInside = b.binary(.i64LessUnsigned, b.get(index), length)
        return b.add(.conditional(condition: isInside, then: b.unbox(load, .i64), otherwise: b.returnValue(nil)), .i64)
    }

    private func store(_ b: inout FunctionBuilder, _ vector: LocalID, _ index: LocalID, _ value: ExprID) -> ExprID {
        let index = b.unary(.i64ToI32, b.get(index))
        return b.add(.setElement(b.get(vector), index: index, value: b.box(value)), .unit)
    }

    /// Elements are moved as they are, by way of a variable, too.
    @Test func moves() {
        let text = after { b, p in
            let t = b.local("t", .i64)
            return [
                b.set(t, element(&b, p[0], p[2])), store(&b, p[0], p[2], element(&b, p[1], p[2])), store(&b, p[1], p[2], b.get(t)),
            ]
        }
        #expect(text.contains("local t: any"), "\(text)")
        #expect(!text.contains("box"), "\(text)")
    }

    /// What is calculated with is an integer, and so is what comes of it.
    @Test func calculations() {
        let text = after { b, p in
            let t = b.local("t", .i64)
            let sum = b.binary(.i64Add, b.get(t), b.get(p[2]))
            return [b.set(t, element(&b, p[0], p[2])), store(&b, p[0], p[2], sum), store(&b, p[1], p[2], b.get(t))]
        }
        #expect(text.contains("local t: i64"), "\(text)")
        #expect(text.components(separatedBy: " box").count == 3 && text.contains("unbox"), "\(text)")
    }

    /// A parameter is what the caller gives.
    @Test func parameters() {
        let text = after { b, p in [store(&b, p[0], p[2], b.get(p[2]))] }
        #expect(text.contains("box(i)"), "\(text)")
    }
}
