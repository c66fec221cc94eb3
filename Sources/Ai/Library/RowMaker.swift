import RuntimeABI

/// Makes the rows of one virtual module. A runtime function's signature follows from the row: all arguments and results are `any`, the
/// results of predicates i32.
struct RowMaker {
    let module: String

    private func row(
        _ name: String, _ parameters: String, _ synonyms: String, _ result: MachineType?, _ function: String, _ effects: RuntimeFunction.Effects,
        _ summary: String
    ) -> LibraryProcedure {
        var row = LibraryProcedure(name, parameters, synonyms: synonyms, module: module, .inline, summary)
        let count = row.required.count + row.optional.count + (row.rest == nil ? 0 : 1)
        row.implementation = .runtime(RuntimeFunction(function, Array(repeating: .i64, count: count), result, effects))
        return row
    }

    /// A procedure with a result, in the runtime.
    func value(
        _ name: String, _ parameters: String, synonyms: String = "", _ function: String,
        _ effects: RuntimeFunction.Effects, _ summary: String
    ) -> LibraryProcedure {
        row(name, parameters, synonyms, .i64, function, effects, summary)
    }

    /// The same for one that may find errors.
    func value(_ name: String, _ parameters: String, synonyms: String = "", _ function: String, _ summary: String) -> LibraryProcedure {
        value(name, parameters, synonyms: synonyms, function, [.allocates, .raises], summary)
    }

    /// A predicate in the runtime.
    func predicate(
        _ name: String, _ parameters: String, synonyms: String = "", _ function: String, _ effects: RuntimeFunction.Effects,
        _ summary: String
    ) -> LibraryProcedure {
        row(name, parameters, synonyms, .i32, function, effects, summary)
    }

    /// The same for one that finds no errors.
    func predicate(_ name: String, _ parameters: String, synonyms: String = "", _ function: String, _ summary: String) -> LibraryProcedure {
        predicate(name, parameters, synonyms: synonyms, function, [], summary)
    }

    /// A procedure without result, in the runtime.
    func command(
        _ name: String, _ parameters: String, synonyms: String = "", _ function: String,
        _ effects: RuntimeFunction.Effects, _ summary: String
    ) -> LibraryProcedure {
        row(name, parameters, synonyms, nil, function, effects, summary)
    }

    /// The same for one that may find errors.
    func command(_ name: String, _ parameters: String, synonyms: String = "", _ function: String, _ summary: String) -> LibraryProcedure {
        command(name, parameters, synonyms: synonyms, function, [.allocates, .raises], summary)
    }

    /// A runtime function of two operands, folded from the left.
    func fold(_ name: String, _ parameters: String, synonyms: String = "", _ function: String, _ summary: String) -> LibraryProcedure {
        let function = RuntimeFunction(function, [.i64, .i64], .i64, [.allocates, .raises])
        return LibraryProcedure(name, parameters, synonyms: synonyms, module: module, .fold(function), summary)
    }

    /// A runtime predicate that all neighbours must satisfy.
    func chain(
        _ name: String, _ parameters: String, synonyms: String = "", _ function: String, _ effects: RuntimeFunction.Effects,
        _ summary: String
    ) -> LibraryProcedure {
        let function = RuntimeFunction(function, [.i64, .i64], .i32, effects)
        return LibraryProcedure(name, parameters, synonyms: synonyms, module: module, .chain(function), summary)
    }

    /// The same for one that may find errors.
    func chain(_ name: String, _ parameters: String, synonyms: String = "", _ function: String, _ summary: String) -> LibraryProcedure {
        chain(name, parameters, synonyms: synonyms, function, .raises, summary)
    }

    /// What lowering makes itself.
    func inline(_ name: String, _ parameters: String, synonyms: String = "", _ summary: String) -> LibraryProcedure {
        LibraryProcedure(name, parameters, synonyms: synonyms, module: module, .inline, summary)
    }
}
