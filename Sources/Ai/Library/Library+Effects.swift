/// What effect forms call.
extension Library {
    static let effectProcedures: [LibraryProcedure] = [
        standard("%perform-effect", "kind operation . arguments", "effects", "The value of an `effect` form."),
        standard("%handle-effects", "clauses thunk", "effects", "The value of a `handler` form; a clause is a vector of kind, operation or `#f`, procedure."),
    ]
}
