import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// Makes the functions that importers call of the declarations of an interface. Each declared function becomes three: one that takes the
/// caller's place for error messages, one without, and one to be used as a value.
struct ForeignLowering {
    private var module: Module
    private let checked: CheckedForeignModule

    static func lower(_ checked: CheckedModule<CheckedForeignModule>) -> Module {
        var lowering = ForeignLowering(checked)
        for function in checked.checked.functions { lowering.lower(function) }
        return lowering.module
    }

    private init(_ unit: CheckedModule<CheckedForeignModule>) {
        checked = unit.checked
        module = Module(
            interface: unit.interface,
            dependencies: [
                LinkDependency(module: checked.code, interfaceHash: checked.codeHash, span: .none, specifier: checked.code.text)
            ],
            imports: checked.functions.map { function in
                LinkImport(
                    module: unit.checked.code, name: function.symbol, alias: function.name, span: function.symbolSpan,
                    position: unit.file.position(of: Int(function.symbolSpan.start)))
            })
    }

    private mutating func lower(_ function: ForeignFunction) {
        let reporting = module.functions.append(ForeignCall(function, checked, &module).function())
        let direct = module.functions.append(directFunction(function, reporting))
        let boxed = module.functions.append(boxedFunction(function, direct))
        let closure = module.closures.append(StaticClosure(function: boxed, arity: function.parameters.count, name: function.name))
        module.exports.append(Export(name: ReservedNames.sitePrefix + function.name, target: .function(reporting)))
        module.exports.append(Export(name: function.name, target: .function(direct)))
        module.exports.append(Export(name: ReservedNames.closurePrefix + function.name, target: .closure(closure)))
    }

    /// Errors are reported at the declaration.
    private func directFunction(_ declared: ForeignFunction, _ reporting: FunctionID) -> Function {
        let result = declared.result?.valueType ?? .unit
        var function = Function(
            name: declared.name, parameters: declared.parameters.map { Local(name: $0.name, type: $0.type.valueType) }, result: result,
            span: declared.nameSpan)
        let arguments = declared.parameters.enumerated().map { position, parameter in
            function.add(.local(LocalID(position)), parameter.type.valueType, declared.nameSpan)
        }
        function.body = function.add(.call(reporting, arguments), result, declared.nameSpan)
        return function
    }

    /// What a function value calls: dynamic arguments, of the right types since the value's type says so.
    private mutating func boxedFunction(_ declared: ForeignFunction, _ direct: FunctionID) -> Function {
        let span = declared.nameSpan
        let parameters = declared.parameters.map { Local(name: $0.name, type: .any) }
        var function = Function(
            name: declared.name + ".value", convention: .closure, parameters: [Local(name: "closure", type: .reference(.closure))] + parameters,
            result: .any, span: span)
        var arguments: [ExprID] = []
        for (position, parameter) in declared.parameters.enumerated() {
            let value = function.add(.local(LocalID(position + 1)), .any, span)
            let failure = module.failures.append(
                Failure(
                    code: ForeignCodes.outOfRange.code, prefix: "argument `\(parameter.name)` of `\(declared.name)` must be a \(parameter.type.description), not a ",
                    mode: .typeName))
            arguments.append(function.add(.unbox(value, failure), parameter.type.valueType, span))
        }
        let result = declared.result?.valueType ?? .unit
        let call = function.add(.call(direct, arguments), result, span)
        if result == .unit {
            let null = function.add(.constant(.any(NaNBox.Immediate.null.bits)), .any, span)
            function.body = function.add(.sequence([call, null]), .any, span)
        } else {
            function.body = function.add(.box(call), .any, span)
        }
        return function
    }
}

extension ForeignType {
    /// For messages.
    var description: String {
        switch self {
        case .f64, .f32: "number"
        case .integer(let integer): "whole number from \(integer.range.lowerBound) to \(integer.range.upperBound)"
        case .bool: "bool"
        case .string: "string"
        case .numbers: "number[]"
        }
    }
}
