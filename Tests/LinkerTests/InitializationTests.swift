import Diagnostics
import Linker
import ModuleSystem
import RuntimeABI
import Testing
import WasmFormat

private let number = GlobalType(.f64, isMutable: true)

/// Reads of variables that are not initialized yet, in modules that import each other.
@Suite struct InitializationTests {

    /// `a.ai` exports a variable `limit` and functions; `b.ai`, which comes before it in the cycle, does with them what a test wants.
    private struct Cycle: Sendable {
        var a = TestObject("a.ai")
        var b = TestObject("b.ai")
        /// Indices in `b` of what it imports; `show` may end the program for all that the linker knows, `print` does not.
        var helper: UInt32 = 0
        var assign: UInt32 = 0
        var print: UInt32 = 0
        var show: UInt32 = 0
        var limit: UInt32 = 0
        var namespace: UInt32 = 0
        var plain: UInt32 = 0
        var getter: UInt32 = 0

        /// - Parameters:
        ///   - initial: what `limit` starts with.
        ///   - runs: the initializer of `b.ai` has effects.
        ///   - initialize: the initializer of `a.ai`, which gets the index of `limit`.
        init(
            initial: Double = 0, runs: Bool = true, initialize: ((inout FunctionBodyWriter, UInt32) -> Void)? = nil,
            _ body: (inout FunctionBodyWriter, Cycle) -> Void
        ) {
            makeA(initial, initialize)
            b.hasEffects = runs
            b.importMemory()
            b.importTable()
            helper = b.importFunction("a.ai", "helper")
            assign = b.importFunction("a.ai", "assign")
            print = b.importFunction(ReservedNames.runtimeModule, "print_line", FunctionType([.i32]))
            show = b.importFunction(ReservedNames.runtimeModule, "print_number", FunctionType([.f64]))
            limit = b.importGlobal("a.ai", "limit", number)
            namespace = b.importGlobal(ReservedNames.namespaceModule, "a.ai")
            b.namespaces = [a.id]
            b.importing("helper", of: a.id, at: 40)
            b.importing("limit", of: a.id, at: 60)
            plain = b.type(FunctionType())
            getter = b.type(FunctionType([], [.i64]))
            let cycle = self
            b.function(export: ReservedNames.initializer, locals: [LocalGroup(1, .i32)]) { body(&$0, cycle) }
            let (first, second) = (a, b)
            a.depends(on: second, specifier: "./b")
            b.depends(on: first, specifier: "./a")
        }

        private mutating func makeA(_ initial: Double, _ initialize: ((inout FunctionBodyWriter, UInt32) -> Void)?) {
            let limit = a.global(number, .f64(initial.bitPattern), export: "limit")
            a.declare(variable: "limit", .number)
            let inner = a.function {
                $0.append(.globalGet, limit)
                $0.append(.drop)
            }
            a.names = [NameSection.Entry(inner, "inner")]
            a.function(export: "helper") { $0.append(.call, inner) }
            a.function(export: "assign") {
                $0.append(f64: 3)
                $0.append(.globalSet, limit)
            }
            a.function(export: ReservedNames.initializer) {
                if let initialize { return initialize(&$0, limit) }
                $0.append(f64: 7)
                $0.append(.globalSet, limit)
            }
        }

        var linked: Linked { Linked([a, b], entry: a) }
        var codes: [String] { linked.codes }
    }

    private static func read(_ body: inout FunctionBodyWriter, _ cycle: Cycle) {
        body.append(.globalGet, cycle.limit)
        body.append(.drop)
    }

    // MARK: What is said

    @Test func aReadByTheInitializerItself() throws {
        let linked = Cycle { Self.read(&$0, $1) }.linked
        #expect(linked.result.binary == nil && linked.codes == ["LK0017"])
        let diagnostic = try #require(linked.result.diagnostics.first)
        #expect(diagnostic.severity == .error)
        #expect(diagnostic.message == "the initializer of `b.ai` reads `limit` of `a.ai`, which is initialized later")
        #expect(diagnostic.primary == DiagnosticLabel(path: "b.ai", span: SourceSpan(60, 63), text: "read through this import", position: SourcePosition(line: 1, column: 61)))
        #expect(diagnostic.notes == [
            "the initializer of `b.ai` reads `limit`", "the modules import each other in a cycle, in which `b.ai` comes before `a.ai`",
        ])
    }

    /// Calls lead through a function that is not exported; the object says where its instructions come from.
    @Test func aReadThroughCalls() throws {
        var cycle = Cycle { $0.append(.call, $1.helper) }
        cycle.a.positions = CodePositions(sources: ["a.ai"], entries: [CodePositions.Entry(offset: 0, source: 0, line: 3, column: 9)])
        let diagnostic = try #require(cycle.linked.result.diagnostics.first)
        #expect(diagnostic.code == "LK0017")
        #expect(diagnostic.primary == DiagnosticLabel(path: "b.ai", span: SourceSpan(40, 43), text: "called through this import", position: SourcePosition(line: 1, column: 41)))
        #expect(diagnostic.notes.dropLast() == [
            "the initializer of `b.ai` calls `a.helper`", "`a.helper` calls `a.inner` at a.ai:3:9", "`a.inner` reads `limit` at a.ai:3:9",
        ])
    }

    @Test func theOtherEntryIsFine() {
        let cycle = Cycle { $0.append(.call, $1.helper) }
        #expect(Linked([cycle.a, cycle.b], entry: cycle.b).codes.isEmpty)
        #expect(Unmerged([cycle.a, cycle.b], entry: cycle.a).codes == ["LK0017"])
    }

    // MARK: Certain, possible, impossible

    private struct Line: Sendable {
        var name: String
        var codes: [String]
        var body: @Sendable (inout FunctionBodyWriter, Cycle) -> Void
    }

    private static let lines: [Line] = [
        Line(name: "after a condition", codes: ["LK0017"]) {
            $0.append(.localGet, 0)
            $0.append(.if, result: nil)
            $0.append(.nop)
            $0.append(.end)
            read(&$0, $1)
        },
        Line(name: "in a condition", codes: ["LK0018"]) {
            $0.append(.localGet, 0)
            $0.append(.if, result: nil)
            $0.append(.nop)
            $0.append(.else)
            read(&$0, $1)
            $0.append(.end)
        },
        Line(name: "after a branch out of the block", codes: ["LK0018"]) {
            $0.append(.block, result: nil)
            $0.append(.localGet, 0)
            $0.append(.brIf, 0)
            read(&$0, $1)
            $0.append(.end)
        },
        Line(name: "behind the block", codes: ["LK0017"]) {
            $0.append(.block, result: nil)
            $0.append(.localGet, 0)
            $0.append(.brIf, 0)
            $0.append(.end)
            read(&$0, $1)
        },
        Line(name: "after a return", codes: ["LK0018"]) {
            $0.append(.localGet, 0)
            $0.append(.if, result: nil)
            $0.append(.return)
            $0.append(.end)
            read(&$0, $1)
        },
        Line(name: "in a loop", codes: ["LK0017"]) {
            $0.append(.loop, result: nil)
            read(&$0, $1)
            $0.append(.localGet, 0)
            $0.append(.brIf, 0)
            $0.append(.end)
        },
        Line(name: "after a loop that may have no end", codes: ["LK0018"]) {
            $0.append(.loop, result: nil)
            $0.append(.localGet, 0)
            $0.append(.brIf, 0)
            $0.append(.end)
            read(&$0, $1)
        },
        Line(name: "after a trap", codes: ["LK0018"]) {
            $0.append(.localGet, 0)
            $0.append(.if, result: nil)
            $0.append(.unreachable)
            $0.append(.end)
            read(&$0, $1)
        },
        Line(name: "after printing", codes: ["LK0017"]) {
            $0.append(.localGet, 0)
            $0.append(.call, $1.print)
            read(&$0, $1)
        },
        Line(name: "after a call that may end the program", codes: ["LK0018"]) {
            $0.append(f64: 1)
            $0.append(.call, $1.show)
            read(&$0, $1)
        },
        Line(name: "after an assignment by somebody else", codes: ["LK0018"]) {
            $0.append(.call, $1.assign)
            read(&$0, $1)
        },
        Line(name: "by a function that is only a value", codes: []) {
            $0.append(.refFunc, $1.helper)
            $0.append(.drop)
        },
        Line(name: "by a function value that may be called", codes: ["LK0018"]) {
            $0.append(.refFunc, $1.helper)
            $0.append(.drop)
            $0.append(i32: 1)
            $0.append(.callIndirect, $1.plain, 0)
        },
        Line(name: "by a function value of another type", codes: []) {
            $0.append(.refFunc, $1.helper)
            $0.append(.drop)
            $0.append(i32: 1)
            $0.append(.callIndirect, $1.getter, 0)
            $0.append(.drop)
        },
        Line(name: "through the namespace", codes: ["LK0018"]) {
            $0.append(.globalGet, $1.namespace)
            $0.append(.callIndirect, $1.getter, 0)
            $0.append(.drop)
        },
        Line(name: "nowhere", codes: []) { $0.append(.call, $1.assign) },
    ]

    @Test func certaintyFollowsTheFlowOfControl() {
        for line in Self.lines {
            let linked = Cycle(line.body).linked
            #expect(linked.codes == line.codes, "\(line.name)")
            #expect((linked.result.binary == nil) == linked.codes.contains("LK0017"), "\(line.name)")
        }
    }

    @Test func possibleReadsSayWhy() throws {
        let value = try #require(Cycle(Self.lines[12].body).linked.result.diagnostics.first)
        #expect(value.severity == .warning && value.message == "the initializer of `b.ai` may read `limit` of `a.ai`, which is initialized later")
        #expect(value.notes.prefix(2) == [
            "the initializer of `b.ai` calls functions that are values",
            "one of them may be `a.helper`, which the initializer of `b.ai` uses as a value",
        ])
        let namespace = try #require(Cycle(Self.lines[14].body).linked.result.diagnostics.first)
        #expect(namespace.message == "the initializer of `b.ai` may read variables of `a.ai`, which is initialized later")
        #expect(namespace.notes.contains("the namespace of `a.ai` is used as a value, and functions read its variables"))
    }

    @Test func variablesWithAValueFromTheStart() {
        let read = { (body: inout FunctionBodyWriter, cycle: Cycle) in Self.read(&body, cycle) }
        #expect(Cycle(initial: 5, read).codes.isEmpty)
        #expect(Cycle(initialize: { _, _ in }, read).codes.isEmpty)
        // Reading before assigning means that there is something to read.
        let counts = Cycle(initialize: {
            $0.append(.globalGet, $1)
            $0.append(f64: 1)
            $0.append(.f64Add)
            $0.append(.globalSet, $1)
        }, read)
        #expect(counts.codes.isEmpty)
        // Nobody needs the module, so its initializer does not run.
        #expect(Cycle(runs: false, read).codes.isEmpty)
    }

    /// A path of calls as long as one likes is followed; its end is shown.
    @Test func longPaths() throws {
        var a = TestObject("a.ai")
        let limit = a.global(number, .f64(0), export: "limit")
        a.declare(variable: "limit", .number)
        var last = a.function {
            $0.append(.globalGet, limit)
            $0.append(.drop)
        }
        for _ in 0..<20_000 { last = a.function { [last] in $0.append(.call, last) } }
        a.export("first", .function, last)
        a.declare(function: "first")
        a.function(export: ReservedNames.initializer) {
            $0.append(f64: 1)
            $0.append(.globalSet, limit)
        }
        var b = TestObject("b.ai")
        let first = b.importFunction("a.ai", "first")
        b.function(export: ReservedNames.initializer) { $0.append(.call, first) }
        b.depends(on: a)
        a.depends(on: TestObject("b.ai"))
        a.dependencies[0].interfaceHash = ""
        let diagnostics = Linked([a, b], entry: a).result.diagnostics
        #expect(diagnostics.map(\.code) == ["LK0017"])
        #expect(diagnostics[0].notes.first == "the initializer of `b.ai` comes to a function of `a.ai` by 19989 calls")
        #expect(diagnostics[0].notes.count == 15)
    }
}
