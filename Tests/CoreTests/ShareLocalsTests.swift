import Basics
import Core
import RuntimeABI
import Testing

/// Which local variables get one place.
@Suite struct ShareLocalsTests {
    private func shared(_ function: Function) -> String {
        let result = ShareLocals(function, isRooted: function.locals.values.map { $0.name.hasPrefix("rooted") })
        var module = emptyModule()
        module.functions.append(result.function)
        #expect(Verifier.verify(module) == [])
        return Printer.print(result.function, in: module)
    }

    /// Variables of two branches; one of another type stays by itself.
    @Test func branchesShare() {
        let function = makeFunction("f", [("c", .bool)], .f64) { b, p in
            let x = b.local("x", .f64)
            let y = b.local("y", .f64)
            let z = b.local("z", .i32)
            let first = b.sequence([b.set(x, b.number(1)), b.get(x)])
            let second = b.sequence([b.set(z, b.i32(3)), b.set(y, b.unary(.i32ToF64, b.get(z))), b.get(y)])
            return b.conditional(b.get(p[0]), first, second)
        }
        #expect(shared(function) == """
            function f(c: bool) -> f64
              local x: f64
              local z: i32
              if c -> f64
                x = 1
                x
              else
                z = 3:i32
                x = i32ToF64(z)
                x
            """)
    }

    /// One after the other, but not one that is still needed.
    @Test func successorsShare() {
        let function = makeFunction("f", [("n", .f64)], .f64) { b, p in
            let x = b.local("x", .f64)
            let y = b.local("y", .f64)
            let z = b.local("z", .f64)
            return b.sequence([
                b.set(x, b.get(p[0])), b.set(y, b.get(x)), b.set(z, b.get(y)), b.binary(.f64Add, b.get(y), b.get(z)),
            ])
        }
        #expect(shared(function) == """
            function f(n: f64) -> f64
              local x: f64
              local y: f64
              x = n
              y = x
              x = y
              f64Add(y, x)
            """)
    }

    /// What stands on the shadow stack as well shares with its like.
    @Test func rootedLocalsAreApart() {
        let function = makeFunction("f", [("v", .any)], .any) { b, p in
            let x = b.local("x", .any)
            let y = b.local("rooted y", .any)
            let z = b.local("rooted z", .any)
            return b.sequence([b.set(x, b.get(p[0])), b.set(y, b.get(x)), b.set(z, b.get(p[0])), b.get(z)])
        }
        #expect(shared(function) == """
            function f(v: any) -> any
              local x: any
              local rooted y: any
              x = v
              rooted y = x
              rooted y = v
              rooted y
            """)
    }

    /// What a loop reads from before it is needed in all rounds, whatever comes first in its body.
    @Test func loopsKeepWhatTheyRead() {
        let function = makeFunction("f", [("c", .bool)], .unit) { b, p in
            let x = b.local("x", .f64)
            let y = b.local("y", .f64)
            let z = b.local("z", .f64)
            let body = b.sequence([b.set(z, b.get(x)), b.set(y, b.number(2)), b.set(z, b.get(y))])
            return b.sequence([b.set(x, b.number(1)), b.loop(b.label("while"), while: b.get(p[0]), body), b.unit()])
        }
        let text = shared(function)
        #expect(text.contains("local x: f64"))
        #expect(text.contains("local y: f64"))
        #expect(text.contains("local z: f64"))
    }

    /// An assignment that a jump may pass by, or that stands in one branch only, does not begin a life.
    @Test func uncertainAssignmentsDoNotShare() {
        let function = makeFunction("f", [("c", .bool)], .f64) { b, p in
            let x = b.local("x", .f64)
            let y = b.local("y", .f64)
            let label = b.label("out")
            let leave = b.conditional(b.get(p[0]), b.add(.breakTo(label, nil), .never))
            let block = b.add(.block(label, body: b.sequence([leave, b.set(x, b.number(1))])), .unit)
            let branch = b.conditional(b.get(p[0]), b.set(y, b.number(1)))
            let first = b.sequence([block, b.get(x)])
            return b.sequence([first, branch, b.get(y)])
        }
        let text = shared(function)
        #expect(text.contains("local x: f64"))
        #expect(text.contains("local y: f64"))
    }

    /// An operand that waits for others is not overwritten by a variable of theirs.
    @Test func waitingOperandsKeepTheirPlace() {
        let function = makeFunction("f", [("n", .f64)], .f64) { b, p in
            let x = b.local("x", .f64)
            let y = b.local("y", .f64)
            let second = b.sequence([b.set(y, b.number(2)), b.get(y)])
            return b.sequence([b.set(x, b.get(p[0])), b.binary(.f64Add, b.get(x), second)])
        }
        let text = shared(function)
        #expect(text.contains("local x: f64"))
        #expect(text.contains("local y: f64"))
    }
}
