import Basics
import RuntimeABI

/// Checks one function: the type of every expression against its operands, labels, locals, and that the body is a tree.
struct FunctionVerifier {
    /// Deeper trees are refused, since every phase walks them recursively.
    static let maximumDepth = 20_000

    let module: Module
    let function: Function
    private(set) var problems: [String] = []
    /// Enclosing labels, with the type that `break` carries; loops are marked.
    var labels: [LabelID: (type: ValueType, isLoop: Bool)] = [:]
    private var seen: [Bool]
    private var depth = 0

    init(_ module: Module, _ function: Function) {
        self.module = module
        self.function = function
        seen = [Bool](repeating: false, count: function.expressions.count)
    }

    mutating func verify() -> [String] {
        verifySignature()
        guard let body = function.body else {
            report("there is no body")
            return problems
        }
        let type = visit(body)
        if function.result == .unit ? false : !fits(type, function.result) {
            report("the body has type \(type), the result is \(function.result)")
        }
        return problems
    }

    private mutating func verifySignature() {
        if function.parameterCount > function.locals.count { report("there are fewer locals than parameters") }
        for local in function.locals.values where local.type == .never { report("local `\(local.name)` has type never") }
        for local in function.parameters where local.type == .unit { report("parameter `\(local.name)` has type unit") }
        if function.convention == .closure {
            let types = function.parameters.map(\.type)
            if types.first != .reference(.closure) || types.dropFirst().contains(where: { $0 != .any }) || function.result != .any {
                report("the signature is not that of a closure")
            }
        }
        if let site = function.siteParameter {
            if site.offset != function.parameterCount - 1 || function.locals.values[site.offset].type != .i32 {
                report("the site is not the last parameter, or no i32")
            }
        }
        if let entry = function.deepEntry { verify(entry) }
    }

    private mutating func verify(_ entry: DeepEntry) {
        guard entry.function.offset < module.functions.count, entry.lastFrame.offset < module.closures.count else {
            return report("the function that goes on in the heap does not exist")
        }
        let types = function.parameters.map(\.type) + [.reference(.closure), .i32]
        if module.functions[entry.function].parameters.map(\.type) != types {
            report("the function that goes on in the heap has other parameters")
        }
    }

    mutating func report(_ problem: String) {
        if problems.count < Verifier.maximumProblems { problems.append(problem) }
    }

    /// A value of type `type` may stand where `wanted` is expected.
    func fits(_ type: ValueType, _ wanted: ValueType) -> Bool { type == wanted || type == .never }

    mutating func expect(_ id: ExprID, _ wanted: ValueType, _ role: @autoclosure () -> String) {
        let type = visit(id)
        if !fits(type, wanted) { report("\(role()) (expression \(id.raw)) has type \(type), not \(wanted)") }
    }

    mutating func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
        if !condition { report(problem()) }
    }

    func exists<Element>(_ index: Index<Element>, _ store: Store<Element>) -> Bool { index.offset < store.count }

    /// Checks an expression and all below it, and returns its type.
    @discardableResult
    mutating func visit(_ id: ExprID) -> ValueType {
        guard exists(id, function.expressions) else {
            report("expression \(id.raw) does not exist")
            return .never
        }
        guard !seen[id.offset] else {
            report("expression \(id.raw) has two parents")
            return function.expressions[id].type
        }
        seen[id.offset] = true
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            if depth == Self.maximumDepth + 1 { report("expressions are nested too deeply") }
            return function.expressions[id].type
        }
        check(function.expressions[id], id)
        return function.expressions[id].type
    }
}
