import RuntimeABI
import WasmFormat

/// What foreign code may call: the functions of `langc.h`, those that compilers call of their own accord, and some of C's mathematics.
enum ForeignLibrary {
    struct Function {
        /// The name in the runtime library.
        var runtimeName: String
        var type: FunctionType
    }

    /// By the name in C.
    static let functions: [String: Function] = {
        var result: [String: Function] = [:]
        let block = FunctionType([.i32, .i32, .i32], [.i32])
        for name in ["memcpy", "memmove", "memset", "memcmp"] { result[name] = Function(runtimeName: name, type: block) }
        result["strlen"] = Function(runtimeName: "strlen", type: FunctionType([.i32], [.i32]))
        // The second is what the tables of abstract C++ classes hold.
        for name in ["abort", "__cxa_pure_virtual"] { result[name] = Function(runtimeName: RuntimeFunction.foreignAbort.name, type: FunctionType()) }
        result["langc_allocate"] = Function(runtimeName: RuntimeFunction.foreignAllocate.name, type: FunctionType([.i32], [.i32]))
        result["langc_fail"] = Function(runtimeName: RuntimeFunction.foreignFail.name, type: FunctionType([.i32, .i32], []))
        let mathematics: [(String, RuntimeFunction)] = [
            ("sin", .mathSin), ("cos", .mathCos), ("tan", .mathTan), ("asin", .mathAsin), ("acos", .mathAcos), ("atan", .mathAtan),
            ("log", .mathLog), ("pow", .mathPow), ("fmod", .numberRemainder),
        ]
        for (name, function) in mathematics {
            let parameters = [ValueType](repeating: .f64, count: function.parameters.count)
            result[name] = Function(runtimeName: function.name, type: FunctionType(parameters, [.f64]))
        }
        return result
    }()
}
