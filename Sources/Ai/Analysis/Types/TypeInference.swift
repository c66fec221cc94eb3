import Basics

/// Decides which procedures of a module get a *typed version*: one that takes small integers and floats unboxed, and maybe returns them so.
///
/// Types flow from the calls that the module can see to the parameters, and from bodies to results, until nothing changes. A call whose arguments
/// are not known to fit enters the general version, which looks at them and goes on in the typed version when it can.
final class TypeInference {
    let module: ExpandedModule
    let uses: UseAnalysis
    let captures: CaptureAnalysis
    let summaries = TypeSummaries()
    let vectors: VectorFlow
    let places = PlaceTypes()
    private(set) var versions: [LambdaID: TypedVersion] = [:]
    private var callers: [LambdaID: Set<LambdaID>] = [:]
    /// Procedures that contain a loop or can call themselves: others are not worth a second version.
    private var isWorth: Set<LambdaID> = []
    private var isRepeatable: Set<LambdaID> = []
    /// Procedures that may be called from elsewhere, with any arguments.
    private var isOpen: [Bool]

    init(_ module: ExpandedModule, _ uses: UseAnalysis, _ captures: CaptureAnalysis) {
        self.module = module
        self.uses = uses
        self.captures = captures
        let facts = ProcedureFacts(module, uses)
        isWorth = facts.repeats
        isRepeatable = facts.repeatable
        vectors = VectorFlow(module, uses)
        isOpen = Array(repeating: false, count: module.lambdas.count)
        for lambda in Self.open(module, uses) { isOpen[lambda.offset] = true }
        for round in 0... {
            let wasUnknown = places.isUnknown
            // Bailing out only makes sense for procedures that return integers; without it others may turn out to return none either.
            var bailing = facts.repeats.intersection(facts.repeatable)
            while true {
                infer(bailing)
                let kept = bailing.filter { summaries.summaries[$0]?.result.range != nil }
                if kept == bailing { break }
                bailing = kept
            }
            places.hasGrown = false
            decide()
            // General versions may store what typed ones do not.
            if !places.hasGrown, places.isUnknown == wasUnknown { break }
            if round == Self.mostRounds { places.giveUp() }
        }
    }

    /// What is known about the elements of the vector that `vector-ref` gets as this expression.
    func elementType(of vector: NodeID) -> StaticType {
        vectors.elements(of: vector).map { places.read(.elements($0)) } ?? .unknown
    }

    // MARK: The walk over all procedures

    private func infer(_ bailing: Set<LambdaID>) {
        summaries.summaries = [:]
        // Who has read a place before this would be walked before it is known how it is called, and procedures that call themselves never lose
        // what that tells of their results.
        places.forgetReaders()
        callers = [:]
        reachedByCall = []
        for (offset, lambda) in module.lambdas.values.enumerated() where lambda.clauses.count == 1 && lambda.clauses[0].rest == nil {
            let id = LambdaID(offset)
            let variables = captures.captures[offset] + lambda.clauses[0].parameters
            var summary = TypeSummaries.Summary(parameters: variables.map { captures.isFixed($0) ? .open : .one(.any) })
            summary.bails = bailing.contains(id)
            summaries.summaries[id] = summary
        }
        var pending = roots()
        var isPending = Set(pending)
        var bodyIsOutdated = true
        func add(_ lambda: LambdaID) { if isPending.insert(lambda).inserted { pending.append(lambda) } }
        func visit(_ lambda: LambdaID?) {
            // What procedures return may tell more about the arguments of calls in the module's body.
            bodyIsOutdated = lambda != nil
            walks += 1
            if walks > Self.mostWalks * (module.lambdas.count + 1) { places.giveUp() }
            walk(lambda, changed: add)
            let outdated = places.takeOutdated()
            for lambda in outdated.procedures { add(lambda) }
            if outdated.body { bodyIsOutdated = true }
        }
        func settle() {
            while bodyIsOutdated || !pending.isEmpty {
                if bodyIsOutdated { visit(nil) }
                while let lambda = pending.popLast() {
                    isPending.remove(lambda)
                    visit(lambda)
                }
            }
        }
        settle()
        // What nobody seems to call comes last, since nothing is known about its arguments, and what it stores is known to all.
        for lambda in module.topLevel.values.compactMap(\.procedure) where !reachedByCall.contains(lambda) { add(lambda) }
        settle()
    }

    /// Procedures that may be called from elsewhere.
    private func roots() -> [LambdaID] { module.lambdas.indices.filter { self.isOpen[$0.offset] } }

    private static func open(_ module: ExpandedModule, _ uses: UseAnalysis) -> [LambdaID] {
        let exported = module.topLevel.values.enumerated().compactMap { position, variable in
            variable.isExported || variable.isAssigned || uses.topLevelValues[position] ? variable.procedure : nil
        }
        return exported + module.lambdas.indices.filter { uses.lambdas[$0.offset].isValue && uses.lambdas[$0.offset].role == .procedure }
    }

    /// Nil: the body of the module.
    private func walk(_ lambda: LambdaID?, changed: (LambdaID) -> Void) {
        let types = withoutActuallyEscaping(changed) { changed in
            self.types(of: lambda, typed: true) { callee, arguments in self.call(callee, arguments, from: lambda, changed) }
        }
        guard let lambda, var summary = summaries.summaries[lambda], summary.result != types.result else { return }
        summary.rounds += 1
        // Ranges of results settle at once: only whether it is a small integer is of use.
        summary.result = summary.rounds > Self.mostRounds ? .unknown : Self.settled(types.result, summary.bails)
        guard summary.result != summaries.summaries[lambda]?.result else { return }
        summaries.summaries[lambda] = summary
        for caller in (callers[lambda] ?? []).sorted() { changed(caller) }
    }

    private static let mostRounds = 8
    /// For each procedure, in the mean. Where types of places make more necessary, there are none.
    private static let mostWalks = 64
    private var walks = 0

    private static func settled(_ type: StaticType, _ bails: Bool) -> StaticType {
        // What returns from a typed version that may give up is small.
        if bails, type.isExact { return .small }
        guard case .integer(let range) = type else { return type }
        return range.isSmall ? .small : .integer(.widest)
    }

    private func call(_ callee: LambdaID, _ arguments: [StaticType], from caller: LambdaID?, _ changed: (LambdaID) -> Void) {
        if let caller { callers[callee, default: []].insert(caller) }
        guard var summary = summaries.summaries[callee] else { return }
        let old = summary.parameters
        for (position, type) in arguments.enumerated() where position < old.count {
            let new: TypedVersion.Representation
            switch type {
            case .never, .unknown: continue
            case .integer, .whole: new = .integer
            case .float: new = .float
            case .object(.vector): new = .vector
            case .boolean, .object: new = .any
            }
            summary.parameters[position] = old[position] == .open || old[position] == .one(new) ? .one(new) : .one(.any)
        }
        let isNew = !reachedByCall.contains(callee)
        guard summary.parameters != old || isNew else { return }
        reachedByCall.insert(callee)
        summaries.summaries[callee] = summary
        changed(callee)
        // What fitted before may not fit now.
        for other in (callers[callee] ?? []).sorted() { changed(other) }
    }

    private var reachedByCall: Set<LambdaID> = []

    // MARK: Versions

    /// The types in one version of a procedure, or (nil) in the body of the module.
    func types(of lambda: LambdaID?, typed: Bool, visitCall: @escaping (LambdaID, [StaticType]) -> Void = { _, _ in }) -> NodeTypes {
        places.reader = lambda
        guard let lambda else {
            var walk = TypeWalk(self, bails: false, parameters: [], visitCall: visitCall)
            return walk.run(module.body)
        }
        let source = module.lambdas[lambda]
        let summary = typed ? summaries.summaries[lambda] : nil
        var parameters: [(VariableID, StaticType)] = []
        if source.clauses.count == 1, source.clauses[0].rest == nil {
            let variables = captures.captures[lambda.offset] + source.clauses[0].parameters
            let types = summary?.representations.map(\.type) ?? variables.map { _ in .unknown }
            parameters = variables.indices.map { (variables[$0], given(lambda, $0, types[$0])) }
        } else {
            for clause in source.clauses { parameters += (clause.parameters + (clause.rest.map { [$0] } ?? [])).map { ($0, .unknown) } }
        }
        var walk = TypeWalk(self, bails: summary?.bails ?? false, parameters: parameters, visitCall: visitCall)
        return walk.run(source.clauses.map(\.body))
    }

    /// What is known about a captured variable or a parameter.
    /// - Parameter type: what the form in which it is passed tells.
    private func given(_ lambda: LambdaID, _ position: Int, _ type: StaticType) -> StaticType {
        let isCaptured = position < captures.captures[lambda.offset].count
        guard isCaptured || !isOpen[lambda.offset] else { return type }
        let given = places.read(.given(lambda, position))
        switch (type, given) {
        case (.unknown, .never): return isCaptured ? .never : type
        case (.unknown, _): return given
        case (.integer, .integer(let range)) where range.isSmall: return given
        default: return type
        }
    }

    private func decide() {
        versions = [:]
        for (lambda, summary) in summaries.summaries {
            var version = TypedVersion(parameters: summary.representations, bails: summary.bails)
            switch summary.result {
            case .integer(let range) where summary.bails || range.isSmall: version.result = .integer
            case .float: version.result = .float
            default: break
            }
            guard version.result != .any || version.parameters.contains(where: { $0 != .any }) else { continue }
            versions[lambda] = version
        }
        dropGeneral()
        versions = versions.filter { isWorth.contains($0.key) || !$0.value.hasGeneral }
    }

    /// General versions are only for procedures that are values, can be called from other modules, or are called with what may not fit.
    private func dropGeneral() {
        for lambda in versions.keys where versions[lambda]?.bails == false { versions[lambda]?.hasGeneral = false }
        var pending: [(LambdaID, typed: Bool)] = []
        func require(_ lambda: LambdaID) {
            guard versions[lambda]?.hasGeneral == false else { return }
            versions[lambda]?.hasGeneral = true
            pending.append((lambda, false))
        }
        for topLevel in module.topLevel.values {
            guard let lambda = topLevel.procedure else { continue }
            if topLevel.isExported || topLevel.isAssigned { require(lambda) }
        }
        for offset in module.lambdas.indices where uses.lambdas[offset.offset].isValue { require(offset) }
        for (position, _) in module.topLevel.values.enumerated() where uses.topLevelValues[position] {
            if let lambda = module.topLevel[TopLevelID(position)].procedure { require(lambda) }
        }
        let all = module.lambdas.indices.filter { self.uses.lambdas[$0.offset].role == .procedure }
        pending += all.map { ($0, true) }
        pending += all.filter { self.versions[$0]?.hasGeneral ?? true }.map { ($0, false) }
        _ = types(of: nil, typed: true) { callee, arguments in if !self.summaries.fits(callee, arguments, inBailing: false) { require(callee) } }
        while let (lambda, typed) = pending.popLast() {
            let bails = typed && summaries.summaries[lambda]?.bails ?? false
            _ = types(of: lambda, typed: typed) { callee, arguments in
                if !self.summaries.fits(callee, arguments, inBailing: bails) { require(callee) }
            }
        }
    }
}
