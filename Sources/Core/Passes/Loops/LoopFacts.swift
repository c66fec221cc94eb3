import Basics

/// What an innermost loop may do, for moving work out of it.
struct LoopFacts {
    /// `x = unshare(x)`, or `t = unshare(g); g = t` for a module variable.
    struct Unshare {
        /// The `setLocal`, or the `setGlobal` of `g = unshare(g)`.
        var assignment: ExprID
        var unshare: ExprID
        /// The `setGlobal` that follows the `setLocal`, for a module variable.
        var writeBack: ExprID?
    }

    /// The loop has no loop inside, and nothing in it calls, allocates, marks values as shared, or changes objects but by storing into arrays.
    var isSimple = true
    /// Number of assignments to each variable.
    var localAssignments: [LocalID: Int] = [:]
    var globalAssignments: [GlobalID: Int] = [:]
    /// Slots other than numbers are stored.
    var storesReferences = false
    /// The variables that are unshared in place, in order of their first.
    var unsharedLocals: [LocalID] = []
    var unsharedGlobals: [GlobalID] = []
    var localUnshares: [LocalID: [Unshare]] = [:]
    var globalUnshares: [GlobalID: [Unshare]] = [:]
    /// All `unshare` operations.
    var unshareCount = 0
    /// `unbox` operations, which may be loads of what never changes in the loop.
    var unboxes: [ExprID] = []

    /// Loops in it are allowed, and runtime functions without effects.
    private let isNest: Bool

    /// - Parameter isNest: the loop may have loops inside.
    init(_ parts: [ExprID], _ function: Function, isNest: Bool = false) {
        self.isNest = isNest
        for part in parts where isSimple { collect(part, function) }
    }

    private mutating func collect(_ id: ExprID, _ function: Function) {
        guard isSimple else { return }
        let kind = function.expressions[id].kind
        switch kind {
        case .setLocal(let local, let value):
            localAssignments[local, default: 0] += 1
            if case .unshare(let array) = function.expressions[value].kind, case .local(local) = function.expressions[array].kind {
                if localUnshares[local] == nil { unsharedLocals.append(local) }
                localUnshares[local, default: []].append(Unshare(assignment: id, unshare: value))
            }
        case .setGlobal(let global, let value):
            globalAssignments[global, default: 0] += 1
            if case .unshare(let array) = function.expressions[value].kind, case .global(global) = function.expressions[array].kind {
                note(Unshare(assignment: id, unshare: value), of: global)
            }
        case .sequence(let items): collectWriteBacks(items, function)
        case .arrayStore(_, _, let value):
            let type = function.expressions[value].type
            if type != .f64, type != .i32 { storesReferences = true }
        case .unshare: unshareCount += 1
        case .unbox: unboxes.append(id)
        case .constant, .local, .global, .importedGlobal, .closureSlot, .unary, .binary, .checkFinite, .checkNonzero, .conditional, .block,
            .breakTo, .continueTo, .returnValue, .callRuntime(.numberRemainder, _), .box, .test, .arrayLength, .arrayLoad, .checkIndex,
            .variantTag, .variantPayload, .fail, .failValue, .failText, .unreachable, .site:
            break
        case .loop where isNest: break
        case .callRuntime(let callee, _) where isNest && callee.effects.contains(.pure): break
        default:
            isSimple = false
            return
        }
        for operand in kind.operands { collect(operand, function) }
    }

    private mutating func collectWriteBacks(_ items: [ExprID], _ function: Function) {
        for (first, second) in zip(items, items.dropFirst()) {
            guard case .setLocal(let local, let value) = function.expressions[first].kind,
                case .unshare(let array) = function.expressions[value].kind, case .global(let global) = function.expressions[array].kind,
                case .setGlobal(global, let copy) = function.expressions[second].kind, case .local(local) = function.expressions[copy].kind
            else { continue }
            note(Unshare(assignment: first, unshare: value, writeBack: second), of: global)
        }
    }

    private mutating func note(_ unshare: Unshare, of global: GlobalID) {
        if globalUnshares[global] == nil { unsharedGlobals.append(global) }
        globalUnshares[global, default: []].append(unshare)
    }

    /// Every `unshare` is one of those in place, and all assignments of its variable are such.
    var unsharesInPlaceOnly: Bool {
        var count = 0
        for local in unsharedLocals {
            let here = localUnshares[local]?.count ?? 0
            if localAssignments[local] != here { return false }
            count += here
        }
        for global in unsharedGlobals {
            let here = globalUnshares[global]?.count ?? 0
            if globalAssignments[global] != here { return false }
            count += here
        }
        return count == unshareCount
    }
}
