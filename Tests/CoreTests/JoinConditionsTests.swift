import Basics
import Core
import RuntimeABI
import Testing

/// Which parts of conditions are evaluated together.
@Suite struct JoinConditionsTests {
    /// A function of the vectors `v` and `w`, a dynamic value and integers, with a loop that returns unless the condition holds, after the pass.
    private func after(_ build: (inout FunctionBuilder, [LocalID], LabelID) -> ExprID) -> String {
        var module = emptyModule()
        let parameters: [(String, ValueType)] = [("v", .reference(.vector)), ("w", .reference(.vector)), ("x", .any), ("i", .i64), ("j", .i64)]
        module.functions.append(makeFunction("f", parameters, .unit) { b, p in
            let label = b.label("l")
            let condition = build(&b, p, label)
            let step = b.set(p[3], b.binary(.i64Add, b.get(p[3]), b.get(p[4])))
            let body = b.add(.conditional(condition: condition, then: step, otherwise: b.returnValue(nil)), .unit)
            return b.loop(label, while: nil, body)
        })
        let result = JoinConditions.run(module)
        #expect(Verifier.verify(result) == [])
        return Printer.print(result.functions[FunctionID(0)], in: result)
    }

    /// The element, or the loop is left by way of a call.
    private func element(_ b: inout FunctionBuilder, _ vector: LocalID, _ index: LocalID, orLeave label: LabelID) -> ExprID {
        let wide = b.add(.unary(.i32ToI64, b.add(.arrayLength(b.get(vector)), .i32)), .i64)
        let test = b.binary(.i64LessUnsigned, b.get(index), wide)
        let load = b.add(.arrayLoad(b.get(vector), index: b.unary(.i64ToI32, b.get(index))), .any)
        return b.add(.conditional(condition: test, then: load, otherwise: b.add(.breakTo(label, nil), .never)), .any)
    }

    private func isTrue(_ b: inout FunctionBuilder, _ value: ExprID) -> ExprID {
        b.unary(.not, b.add(.test(value, .bits(NaNBox.Immediate.false.bits)), .bool))
    }

    private func either(_ b: inout FunctionBuilder, _ first: ExprID, _ second: ExprID) -> ExprID {
        b.add(.conditional(condition: first, then: b.bool(true), otherwise: second), .bool)
    }

    private func both(_ b: inout FunctionBuilder, _ first: ExprID, _ second: ExprID) -> ExprID {
        b.add(.conditional(condition: first, then: second, otherwise: b.bool(false)), .bool)
    }

    /// Elements are compared by their bits, all at once; indices keep their branches.
    @Test func elements() {
        let text = after { b, p, label in
            let first = isTrue(&b, element(&b, p[0], p[3], orLeave: label))
            let second = isTrue(&b, element(&b, p[1], p[4], orLeave: label))
            return either(&b, first, second)
        }
        #expect(text.contains("i64NotEqual\n"), "\(text)")
        #expect(text.components(separatedBy: "break slow").count == 3, "\(text)")
        #expect(text.components(separatedBy: "break l.0").count == 3, "\(text)")
    }

    /// A comparison of order has a bit.
    @Test func comparisons() {
        let text = after { b, p, label in
            let first = b.binary(.i64Less, b.unbox(element(&b, p[0], p[3], orLeave: label), .i64), b.get(p[4]))
            let second = b.binary(.i64Less, b.get(p[3]), b.unbox(element(&b, p[1], p[4], orLeave: label), .i64))
            return both(&b, first, second)
        }
        #expect(text.contains("i32And\n"), "\(text)")
    }

    /// An element whose index only the part before it has tested must not be looked at early.
    @Test func unprovenIndex() {
        let text = after { b, p, label in
            let first = isTrue(&b, element(&b, p[0], p[3], orLeave: label))
            let inside = b.binary(.i64LessUnsigned, b.get(p[4]), b.unary(.i32ToI64, b.add(.arrayLength(b.get(p[1])), .i32)))
            let second = isTrue(&b, b.add(.arrayLoad(b.get(p[1]), index: b.unary(.i64ToI32, b.get(p[4]))), .any))
            return both(&b, first, both(&b, inside, second))
        }
        #expect(!text.contains("slow"), "\(text)")
    }

    /// Nor an object of which only the part before it has found out that it is one; but behind a guard it may be.
    @Test(arguments: [false, true]) func unprovenObject(isGuarded: Bool) {
        let text = after { b, p, label in
            let pair = ValueType.reference(.pair)
            let field = b.add(.field(b.unbox(b.get(p[2]), pair), index: 0), .any)
            let isPair = b.add(.test(b.get(p[2]), .reference(.pair)), .bool)
            let leave = b.add(.breakTo(label, nil), .never)
            let first =
                isGuarded ? isTrue(&b, b.add(.conditional(condition: isPair, then: field, otherwise: leave), .any)) : isPair
            let second = isTrue(&b, b.add(.field(b.unbox(b.get(p[2]), pair), index: 1), .any))
            return both(&b, isTrue(&b, element(&b, p[0], p[3], orLeave: label)), both(&b, first, second))
        }
        #expect(text.contains("slow") == isGuarded, "\(text)")
    }

    /// A variable that a later part sets is read elsewhere: it must keep its value where that part is not reached.
    @Test(arguments: [false, true]) func variables(isReadElsewhere: Bool) {
        let text = after { b, p, label in
            let first = isTrue(&b, element(&b, p[0], p[3], orLeave: label))
            let local = isReadElsewhere ? p[3] : b.local("k", .i64)
            let set = b.set(local, b.unbox(element(&b, p[1], p[4], orLeave: label), .i64))
            let second = b.sequence([set, b.binary(.i64Less, b.get(local), b.get(p[4]))])
            return both(&b, first, second)
        }
        #expect(text.contains("slow") != isReadElsewhere, "\(text)")
    }

    /// Division by what may be zero waits until it is reached.
    @Test(arguments: [false, true]) func divisions(byConstant: Bool) {
        let text = after { b, p, label in
            let first = isTrue(&b, element(&b, p[0], p[3], orLeave: label))
            let value = b.unbox(element(&b, p[1], p[4], orLeave: label), .i64)
            let divisor = byConstant ? b.add(.constant(.i64(3)), .i64) : b.get(p[4])
            return both(&b, first, b.binary(.i64Less, b.binary(.i64Divide, value, divisor), b.get(p[3])))
        }
        #expect(text.contains("slow") == byConstant, "\(text)")
    }

    /// What everyone can guess keeps its branch.
    @Test func bounds() {
        let text = after { b, p, label in
            let inside = b.binary(.i64Less, b.get(p[3]), b.get(p[4]))
            return both(&b, inside, isTrue(&b, element(&b, p[0], p[3], orLeave: label)))
        }
        #expect(!text.contains("slow"), "\(text)")
    }

    /// Conditionals within one another that do the same otherwise are one condition.
    @Test func nestedConditionals() {
        var module = emptyModule()
        let parameters: [(String, ValueType)] = [("v", .reference(.vector)), ("w", .reference(.vector)), ("i", .i64)]
        module.functions.append(makeFunction("f", parameters, .i64) { b, p in
            let label = b.label("l")
            let failure = b.label("failure")
            let one = isTrue(&b, element(&b, p[0], p[2], orLeave: failure))
            let other = isTrue(&b, element(&b, p[1], p[2], orLeave: failure))
            let next = b.sequence([
                b.set(p[2], b.binary(.i64Add, b.get(p[2]), b.add(.constant(.i64(1)), .i64))), b.add(.continueTo(label), .never),
            ])
            func end(_ b: inout FunctionBuilder) -> ExprID { b.returnValue(b.add(.constant(.i64(7)), .i64)) }
            let inner = b.add(.conditional(condition: other, then: next, otherwise: end(&b)), .never)
            let outer = b.add(.conditional(condition: one, then: inner, otherwise: end(&b)), .never)
            let loop = b.add(.loop(label, condition: nil, body: outer, step: nil), .never)
            return b.sequence([b.add(.block(failure, body: loop), .unit), b.add(.constant(.i64(0)), .i64)])
        })
        let result = JoinConditions.run(module)
        #expect(Verifier.verify(result) == [])
        let text = Printer.print(result.functions[FunctionID(0)], in: result)
        #expect(text.contains("i64NotEqual") || text.contains("i32And"), "\(text)")
        #expect(text.components(separatedBy: "return 7:i64").count == 2, "\(text)")
    }
}
