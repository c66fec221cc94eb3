import Basics
import Diagnostics

/// Puts the body of a function in the place of the only call of it, where both call each other.
///
///     fn deriv(a) -> { … quotient(b) … }    fn quotient(b) -> { … deriv(b) … }   becomes   fn deriv(a) -> { … { … deriv(b) … } … }
///
/// Each round of the recursion is one call then instead of two. Other functions that are called once are left to Binaryen, which inlines small ones.
public enum InlineSingleCalls {
    /// Most expressions of a body that is moved.
    static let limit = 160

    public static func run(_ module: Module) -> Module {
        var places: [FunctionID: Place] = [:]
        var successors: [[Int]] = []
        for id in module.functions.indices { successors.append(find(in: id, module, &places)) }
        var group = [Int](repeating: 0, count: module.functions.count)
        for (number, members) in StronglyConnectedComponents(successors).components.enumerated() { for member in members { group[member] = number } }
        var result = module
        var spans = InlinedSpans(module.inlinedPlaces)
        var isTouched = Set<FunctionID>()
        for id in module.functions.indices {
            guard let place = places[id], place.count == 1, let call = place.call, place.caller != id, group[id.offset] == group[place.caller.offset],
                !isTouched.contains(id), !isTouched.contains(place.caller), let body = body(of: id, in: module)
            else { continue }
            isTouched.formUnion([id, place.caller])
            var inliner = BodyInliner(module.functions[place.caller], spans)
            // Only one owner, so that adding to it copies nothing.
            spans = InlinedSpans(Store())
            inliner.inline(id, module.functions[id], body, at: call)
            spans = inliner.spans
            result.functions[place.caller] = inliner.function
        }
        result.inlinedPlaces = spans.places
        return result
    }

    /// Where a function is called.
    private struct Place {
        var count = 0
        var caller: FunctionID
        /// Nil: the call cannot be replaced.
        var call: ExprID?
    }

    /// The functions that are called in a function, in order.
    private static func find(in caller: FunctionID, _ module: Module, _ places: inout [FunctionID: Place]) -> [Int] {
        let function = module.functions[caller]
        guard let body = function.body else { return [] }
        var callees: Set<Int> = []
        func visit(_ id: ExprID) {
            let kind = function.expressions[id].kind
            switch kind {
            case .call(let callee, let arguments):
                let isReplaceable = !arguments.contains { function.expressions[$0].type == .never } && function.locals.count < InlineLeaves.variableLimit
                add(callee, isReplaceable ? id : nil)
            case .tailCall(let callee, _): add(callee, nil)
            default: break
            }
            kind.forEachOperand(visit)
        }
        func add(_ callee: FunctionID, _ call: ExprID?) {
            callees.insert(callee.offset)
            places[callee, default: Place(caller: caller, call: call)].count += 1
        }
        visit(body)
        return callees.sorted()
    }

    /// The body of a function that can be moved.
    private static func body(of id: FunctionID, in module: Module) -> ExprID? {
        let function = module.functions[id]
        guard let body = function.body, function.convention == .direct, function.siteParameter == nil, function.locals.count < limit else { return nil }
        var size = 0
        func count(_ id: ExprID) {
            guard size <= limit else { return }
            size += 1
            function.expressions[id].kind.forEachOperand(count)
        }
        count(body)
        return size <= limit ? body : nil
    }
}
