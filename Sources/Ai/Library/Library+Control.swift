import RuntimeABI

/// Procedures that call procedures of the program, written in Ai (`runtime-wasm/std/ai`), and what those are made of.
extension Library {
    static func standard(_ name: String, _ parameters: String, synonyms: String = "", _ module: String, _ summary: String) -> LibraryProcedure {
        LibraryProcedure(name, parameters, synonyms: synonyms, module: module, .standard(module: module, name: name), summary)
    }

    static let controlProcedures: [LibraryProcedure] = [
        standard("apply", "f . arguments", "control", "Calls `f`; the last argument is a list of further ones."),
        standard("call-with-values", "producer consumer", "control", "Calls `consumer` with the values of `producer`."),
        standard(
            "call/cc", "receiver", synonyms: "call-with-current-continuation call/ec call-with-escape-continuation", "control",
            "Calls `receiver` with a procedure that leaves this call."),
        standard("dynamic-wind", "before thunk after", "control", "`after` runs whenever `thunk` is left."),
        standard("with-exception-handler", "handler thunk", "control", "What is raised in `thunk` goes to `handler`."),
        standard("raise", "payload", "control", "Raises any value."),
        standard("raise-continuable", "payload", "control", "Raises; the handler's value is that of the call."),
        standard("error", "message . irritants", "control", "Raises an error object."),
        standard("exit", "? code", "control", "Ends the program."),
        standard("assert-equal", "expected actual", "functional", "Raises an error unless the values are `equal?`."),
        standard("make-parameter", "value ? converter", "control", "A parameter object."),
        standard("force", "promise", "control", "The value of a promise, computed once."),
        standard("make-promise", "value", "control", "A promise that has its value."),
        LibraryProcedure("values", ". values", module: "control", .inline, "Gives several values, or none."),
        LibraryProcedure("not", "x", module: "control", .inline, "Whether `x` is `#f`."),
        LibraryProcedure("void", ". values", module: "control", .inline, "The unspecified value."),
    ]

    static let procedureLists: [LibraryProcedure] = [
        LibraryProcedure("cons", "car cdr", module: "lists", .inline, "A new pair."),
        LibraryProcedure("list", ". elements", module: "lists", .inline, "A new list."),
        LibraryProcedure("vector", ". elements", module: "vectors", .inline, "A new vector."),
        standard("map", "f list . lists", "lists", "The results of `f` for each element."),
        standard("for-each", "f list . lists", "lists", "Calls `f` with each element in order."),
        standard("map-indexed", "f list", "lists", "The results of `(f index element)`."),
        standard("filter", "keep? list", "lists", "The elements for which `keep?` is true."),
        standard("remove", "drop? list", "lists", "The elements for which `drop?` is false."),
        standard("partition", "keep? list", "lists", "Two values: the elements that satisfy `keep?`, and the others."),
        standard("filter-map", "f list . lists", "lists", "The true results of `f`."),
        standard("append-map", "f list . lists", synonyms: "flat-map", "lists", "The results of `f`, which are lists, appended."),
        standard("take-while", "keep? list", "lists", "The elements before the first that does not satisfy `keep?`."),
        standard("drop-while", "drop? list", "lists", "The list from the first element on that does not satisfy `drop?`."),
        standard("fold", "f init list . lists", synonyms: "fold-left", "lists", "`(f acc element)` from the left."),
        standard("fold-right", "f init list . lists", "lists", "`(f element acc)` from the right."),
        standard("reduce", "f init list", "lists", "`(f element acc)`, beginning with the first element; `init` for the empty list."),
        standard("scan", "f init list", "lists", "All intermediate results of `fold`, `init` first."),
        standard("unfold", "stop? mapper successor seed", "lists", "The list of `(mapper seed)` for each seed until `stop?`."),
        standard("list-tabulate", "n f", "lists", "The list of `(f index)`."),
        standard("member", "x list ? same?", "lists", "The list from `x` on, or `#f`."),
        standard("assoc", "key alist ? same?", "lists", "The pair with the key, or `#f`."),
        standard("find", "found? list", "lists", "The first element that satisfies `found?`, or `#f`."),
        standard("find-tail", "found? list", "lists", "The list from that element on, or `#f`."),
        standard("list-index", "found? list", "lists", "The index of that element, or `#f`."),
        standard("any", "found? list . lists", "lists", "The first true result of `found?`, or `#f`."),
        standard("every", "found? list . lists", "lists", "The last result of `found?` if all are true, else `#f`."),
        standard("any?", "found? list", "lists", "Whether some element satisfies `found?`."),
        standard("all?", "found? list", "lists", "Whether all do."),
        standard("none?", "found? list", "lists", "Whether none does."),
        standard("count", "found? list", "lists", "How many do."),
        standard("delete", "x list ? same?", "lists", "The list without elements equal to `x`."),
        standard("delete-duplicates", "list ? same?", synonyms: "list-unique", "lists", "The first of equal elements."),
        standard("group-by", "f list", "lists", "Pairs of each result of `f` and the elements with it."),
        standard("sort", "list ? less?", synonyms: "list-sort", "lists", "Sorted, stable; a list or a vector."),
        standard("sort!", "list ? less?", "lists", "The same; a vector is sorted where it is."),
        standard("vector-map", "f vector . vectors", "vectors", "The vector of the results of `f`."),
        standard("vector-for-each", "f vector . vectors", "vectors", "Calls `f` with each element in order."),
        standard("vector-index", "found? vector", "vectors", "The index of the first element that satisfies `found?`, or `#f`."),
        standard("vector-count", "found? vector", "vectors", "How many elements satisfy `found?`."),
        standard("vector-binary-search", "vector x compare", "vectors", "The index of an element that `compare`s 0 with `x`, or `#f`."),
        standard("string-map", "f string . strings", "strings", "The string of the results of `f`."),
        standard("string-for-each", "f string . strings", "strings", "Calls `f` with each character in order."),
        standard("string-index", "string what", "strings", "The index of the first character that is, or satisfies, `what`, or `#f`."),
        standard("string-count", "string what", "strings", "How many characters are, or satisfy, `what`."),
        standard("hash-table-ref", "table key ? fail succeed", "hash", "The value of a key."),
        standard("hash-table-update!", "table key f ? fail", "hash", "Replaces the value of a key by `(f value)`."),
        standard("hash-table-update!/default", "table key f default", synonyms: "hashtable-update!", "hash", "The same, with a value for a new key."),
        standard("hash-table-walk", "table f", synonyms: "hash-table-for-each", "hash", "Calls `(f key value)` for each entry in order."),
        standard("hash-table-fold", "table f init", "hash", "`(f key value acc)` over the entries."),
    ]

    private static func port(_ name: String, _ summary: String) -> LibraryProcedure {
        LibraryProcedure(name, "", module: "io", .variable(module: "io", name: name), summary)
    }

    static let portProcedures: [LibraryProcedure] = [
        port("current-input-port", "The port that is read from: a parameter object."),
        port("current-output-port", "The port that is printed to: a parameter object."),
        port("current-error-port", "The port for messages, standard error: a parameter object."),
        standard("call-with-port", "port f", "io", "Calls `f` with the port, which is closed then."),
        standard("call-with-output-string", "f", "io", "What `f` writes to the port it gets."),
        standard("with-output-to-string", "thunk", "io", "What `thunk` writes."),
        standard("call-with-input-file", "path f", "io", "Calls `f` with a port on the file."),
        standard("call-with-output-file", "path f", "io", "Calls `f` with a port that writes the file."),
        standard("with-input-from-file", "path thunk", "io", "Runs `thunk`, which reads from the file."),
        standard("with-output-to-file", "path thunk", "io", "Runs `thunk`, which writes to the file."),
    ]

    /// Sets are lists in which no element is `equal?` to another.
    static let sets: [LibraryProcedure] = [
        standard("set-new", ". elements", "lists", "The set of the elements."),
        standard("set-add", "set x", "lists", "The set with `x`."),
        standard("set-remove", "set x", "lists", "The set without `x`."),
        standard("set-contains?", "set x", "lists", "Whether `x` is an element."),
        standard("set-union", ". sets", "lists", "What is in at least one of the sets."),
        standard("set-intersection", "set . sets", "lists", "What is in all sets."),
        standard("set-difference", "set . sets", "lists", "What is in the first set and in no other."),
        standard("list->set", "list", "lists", "The set of a list's elements, in the order in which they come first."),
        standard("set->list", "set", "lists", "The elements as a new list."),
    ]

    static let listMathematics: [LibraryProcedure] = [
        standard("real-part", "number", "math", "The number: all are real."),
        standard("imag-part", "number", "math", "0."),
        standard("angle", "number", "math", "0 for a number that is not negative, else pi."),
        standard("factorial", "n", "math", "The product of the integers from 1 to `n`."),
        standard("sum", "list", "math", "The sum of the elements."),
        standard("product", "list", "math", "The product of the elements."),
        standard("mean", "list", "math", "The mean of the elements."),
        standard("clamp", "x low high", "math", "`x`, or the bound that it is beyond."),
        standard("xor", "a b", "math", "Whether exactly one is true."),
    ]

    static let functional: [LibraryProcedure] = [
        standard("identity", "x", "functional", "`x`."),
        standard("const", "x", "functional", "A procedure that always gives `x`."),
        standard("compose", ". procedures", "functional", "`((compose f g) x)` is `(f (g x))`."),
        standard("pipe", ". procedures", "functional", "`((pipe f g) x)` is `(g (f x))`."),
        standard("partial", "f . arguments", "functional", "`f` with its first arguments given."),
        standard("partial-right", "f . arguments", "functional", "`f` with its last arguments given."),
        standard("flip", "f", "functional", "`f` with its first two arguments exchanged."),
        standard("curry", "f . arguments", "functional", "The same as `partial`."),
        standard("uncurry", "f", "functional", "Takes at once what `f` takes one by one."),
        standard("memoize", "f", "functional", "`f` with its results remembered."),
        standard("iterate", "f n x", "functional", "`f` applied `n` times to `x`."),
        standard("repeat", "n thunk", "functional", "Calls `thunk` `n` times."),
        standard("replicate", "n x", "functional", "The list of `n` times `x`."),
    ]

    /// For the standard modules only.
    static let intrinsics: [LibraryProcedure] = [
        LibraryProcedure("%variadic?", "closure", module: "control", .inline, ""),
        LibraryProcedure("%arity", "closure", module: "control", .inline, ""),
        LibraryProcedure("%call-list", "closure list", module: "control", .inline, ""),
        LibraryProcedure("%call", "closure . arguments", module: "control", .inline, ""),
        LibraryProcedure("%car", "pair", module: "control", .inline, ""),
        LibraryProcedure("%cdr", "pair", module: "control", .inline, ""),
        LibraryProcedure("%set-car!", "pair value", module: "control", .inline, ""),
        LibraryProcedure("%set-cdr!", "pair value", module: "control", .inline, ""),
        LibraryProcedure("%list-length", "list", module: "control", .inline, ""),
        LibraryProcedure("%collect-values", "thunk", module: "control", .inline, ""),
        LibraryProcedure("%values?", "x", module: "control", .inline, ""),
        LibraryProcedure("%absent", "", module: "control", .inline, ""),
        LibraryProcedure("%absent?", "x", module: "control", .inline, ""),
        LibraryProcedure("%signal", "", module: "control", .inline, ""),
        LibraryProcedure("%unwind", "target payload", module: "control", .inline, ""),
        LibraryProcedure("%fail-type", "procedure type index value", module: "control", .inline, ""),
        LibraryProcedure("%fail-key", "procedure key", module: "control", .inline, ""),
        LibraryProcedure("%make-error", "code message", module: "control", .inline, ""),
        LibraryProcedure("%record-is?", "x type", module: "control", .inline, ""),
        LibraryProcedure("%record-ref", "record index", module: "control", .inline, ""),
        LibraryProcedure("%tagged-is?", "x tag count", module: "control", .inline, ""),
        LibraryProcedure("%tagged-ref", "tagged index", module: "control", .inline, ""),
        standard("%srfi-1-fold", "f init list . lists", "lists", "`fold` with the order of SRFI 1, `(f element acc)`."),
        LibraryProcedure("%target", "", module: "control", .runtime(.signalTarget), ""),
        LibraryProcedure("%take-payload", "", module: "control", .runtime(.signalPayload), ""),
        LibraryProcedure("%values->list", "values", module: "control", .runtime(.aiListOfValues), ""),
        LibraryProcedure("%list->values", "list", module: "control", .runtime(.aiValuesOfList), ""),
        LibraryProcedure("%not-procedure", "x", module: "control", .runtime(.aiNotProcedure), ""),
        LibraryProcedure("%fail-arity", "closure count", module: "control", .runtime(.aiWrongArity), ""),
        LibraryProcedure("%report-uncaught", "payload", module: "control", .runtime(.aiReportUncaught), ""),
        LibraryProcedure("%make-error-object", "message irritants", module: "control", .runtime(.aiNewError), ""),
        LibraryProcedure("%exit-status", "code", module: "control", .runtime(.aiExitStatus), ""),
        LibraryProcedure("%mark-parameter", "closure", module: "control", .runtime(.aiMarkParameter), ""),
        LibraryProcedure("%parameter-state", "parameter", module: "control", .runtime(.aiParameterState), ""),
        LibraryProcedure("%promise-state", "promise", module: "control", .runtime(.aiPromiseState), ""),
        LibraryProcedure("%promise-value", "promise", module: "control", .runtime(.aiPromiseValue), ""),
        LibraryProcedure("%promise-set!", "promise state value", module: "control", .runtime(.aiSetPromise), ""),
        LibraryProcedure("%make-promise", "value", module: "control", .runtime(.aiMakePromise), ""),
    ]
}
