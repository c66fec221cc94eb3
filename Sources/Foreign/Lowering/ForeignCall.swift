import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// Builds the function that converts the arguments, calls the foreign function, and converts what it returns.
struct ForeignCall {
    private let declared: ForeignFunction
    private let checked: CheckedForeignModule
    private let span: SourceSpan
    private var result: Function
    private var imported: ImportedFunctionID
    private var failures: [Failure] = []
    private let firstFailure: Int
    private var statements: [ExprID] = []

    /// Adds to the module what the function needs of it.
    init(_ declared: ForeignFunction, _ checked: CheckedForeignModule, _ module: inout Module) {
        self.declared = declared
        self.checked = checked
        span = declared.nameSpan
        let parameters = declared.parameters.map { Local(name: $0.name, type: $0.type.valueType) } + [Local(name: "site", type: .i32)]
        result = Function(
            name: declared.name + ".foreign", parameters: parameters, result: declared.result?.valueType ?? .unit, span: declared.nameSpan)
        result.siteParameter = LocalID(parameters.count - 1)
        var machine = declared.parameters.flatMap(\.type.foreignTypes)
        if declared.result?.isStruct ?? false { machine.insert(.i32, at: 0) }
        imported = module.importedFunctions.append(
            ImportedFunction(
                module: checked.code, name: declared.symbol, parameters: machine,
                result: declared.result.map { $0.isStruct ? .unit : $0.foreignTypes[0] } ?? .unit))
        firstFailure = module.failures.count
        build()
        for failure in failures { module.failures.append(failure) }
    }

    func function() -> Function { result }

    // MARK: Pieces

    private mutating func add(_ kind: Expr.Kind, _ type: Core.ValueType) -> ExprID { result.add(kind, type, span) }
    private mutating func get(_ local: LocalID, _ type: Core.ValueType) -> ExprID { add(.local(local), type) }
    private mutating func integer(_ value: Int64) -> ExprID { add(.constant(.i64(value)), .i64) }

    private mutating func failure(_ failure: Failure) -> FailureID {
        failures.append(failure)
        return FailureID(firstFailure + failures.count - 1)
    }

    private mutating func runtime(_ function: RuntimeFunction, _ arguments: [ExprID], _ type: Core.ValueType) -> ExprID {
        add(.callRuntime(function, arguments), type)
    }

    // MARK: The whole

    private mutating func build() {
        var arguments: [ExprID] = []
        if checked.fails { statements.append(runtime(.foreignEnter, [], .unit)) }
        for (position, parameter) in declared.parameters.enumerated() { arguments += convert(parameter, LocalID(position)) }
        guard let type = declared.result else {
            statements.append(add(.callImported(imported, arguments), .unit))
            if checked.allocates { statements.append(runtime(.foreignLeave, [], .unit)) }
            result.body = add(.sequence(statements), .unit)
            return
        }
        if type.isStruct {
            statements.append(add(.callImported(imported, [runtime(.foreignResult, [], .i32)] + arguments), .unit))
            let taken: RuntimeFunction = type == .string ? .foreignTakeString : .foreignTakeNumbers
            statements.append(runtime(taken, [], type.valueType))
        } else {
            let call = add(.callImported(imported, arguments), type.foreignTypes[0])
            let value = convert(result: call, type)
            if checked.allocates {
                let local = result.locals.append(Local(name: "result", type: type.valueType))
                statements.append(add(.setLocal(local, value), .unit))
                statements.append(runtime(.foreignLeave, [], .unit))
                statements.append(get(local, type.valueType))
            } else {
                statements.append(value)
            }
        }
        result.body = add(.sequence(statements), type.valueType)
    }

    // MARK: Arguments

    private mutating func convert(_ parameter: ForeignFunction.Parameter, _ local: LocalID) -> [ExprID] {
        switch parameter.type {
        case .f64, .f32: return [get(local, .f64)]
        case .bool: return [add(.unary(.boolToI32, get(local, .bool)), .i32)]
        case .integer(let type): return [convert(parameter.name, type, local)]
        case .string:
            let text = Core.ValueType.reference(.string)
            return [runtime(.foreignStringData, [get(local, text)], .i32), runtime(.foreignStringLength, [get(local, text)], .i32)]
        case .numbers:
            let array = Core.ValueType.reference(.array)
            return [runtime(.foreignNumbers, [get(local, array)], .i32), add(.arrayLength(get(local, array)), .i32)]
        }
    }

    /// The integer that a number is; anything else ends the program.
    private mutating func convert(_ name: String, _ type: ForeignInteger, _ number: LocalID) -> ExprID {
        let integer = result.locals.append(Local(name: name + ".integer", type: .i64))
        statements.append(add(.setLocal(integer, add(.unary(.f64ToI64, get(number, .f64)), .i64)), .unit))
        let failure = failure(
            Failure(
                code: ForeignCodes.outOfRange.code,
                prefix: "argument `\(name)` of `\(declared.name)` must be a \(ForeignType.integer(type).description), not ", mode: .display))
        let back = add(.unary(.i64ToF64, get(integer, .i64)), .f64)
        require(not: add(.binary(.f64NotEqual, back, get(number, .f64)), .bool), failure, number)
        require(not: add(.binary(.i64Less, get(integer, .i64), self.integer(type.range.lowerBound)), .bool), failure, number)
        require(not: add(.binary(.i64Greater, get(integer, .i64), self.integer(type.range.upperBound)), .bool), failure, number)
        let value = get(integer, .i64)
        return type.isWide ? value : add(.unary(.i64ToI32, value), .i32)
    }

    private mutating func require(not condition: ExprID, _ failure: FailureID, _ number: LocalID) {
        let fail = add(.failValue(failure, add(.box(get(number, .f64)), .any)), .never)
        statements.append(add(.conditional(condition: condition, then: fail, otherwise: nil), .unit))
    }

    // MARK: Results

    private mutating func convert(result value: ExprID, _ type: ForeignType) -> ExprID {
        switch type {
        case .f64, .f32, .string, .numbers: return value
        case .bool: return add(.unary(.i32ToBool, value), .bool)
        case .integer(.u32):
            let unsigned = add(.binary(.i64And, add(.unary(.i32ToI64, value), .i64), integer(0xFFFF_FFFF)), .i64)
            return add(.unary(.i64ToF64, unsigned), .f64)
        case .integer(let integer) where integer.isWide: return convert(wide: value, integer)
        case .integer: return add(.unary(.i32ToF64, value), .f64)
        }
    }

    /// A result of 64 bits that a number can be; anything else ends the program.
    private mutating func convert(wide value: ExprID, _ type: ForeignInteger) -> ExprID {
        let integer = result.locals.append(Local(name: "integer", type: .i64))
        statements.append(add(.setLocal(integer, value), .unit))
        let failure = failure(
            Failure(
                code: ForeignCodes.outOfRange.code, prefix: "`\(declared.name)` has returned an integer that no number is exactly: it is beyond 2^53"))
        for (operation, bound) in [(BinaryOperation.i64Less, type.range.lowerBound), (.i64Greater, type.range.upperBound)] {
            let isOutside = add(.binary(operation, get(integer, .i64), self.integer(bound)), .bool)
            statements.append(add(.conditional(condition: isOutside, then: add(.fail(failure), .never), otherwise: nil), .unit))
        }
        return add(.unary(.i64ToF64, get(integer, .i64)), .f64)
    }
}

extension ForeignType {
    /// What the foreign module's object takes or returns for it.
    fileprivate var foreignTypes: [Core.ValueType] {
        switch self {
        case .f64, .f32: [.f64]
        case .integer(let integer): [integer.isWide ? .i64 : .i32]
        case .bool: [.i32]
        case .string, .numbers: [.i32, .i32]
        }
    }
}
