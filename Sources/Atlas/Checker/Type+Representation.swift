import ModuleSystem

extension Type {
    /// How values of the type are held in locals, parameters, results and module variables; `nil` for types with the single value `null`,
    /// which is no value at all. What has no representation of its own is held tagged, as `any`.
    public var machineType: MachineValueType? {
        switch self {
        case .number: .number
        case .bool: .bool
        case .string, .array, .function, .json, .result: .reference
        case .option: .option
        case .null, .void: nil
        case .alias(_, _, let expansion): expansion.machineType
        case .unknown, .never, .applied, .union, .intersection, .structural, .parameter, .namespace: .any
        }
    }

    /// How a variable or parameter of the type is held; one of type `null` is held as `any`, so that it exists.
    public var variableMachineType: MachineValueType { machineType ?? .any }
}

extension FunctionType {
    /// The signature under which other code calls a function of this type directly.
    public var machineSignature: MachineSignature {
        MachineSignature(parameters: parameters.map(\.type.variableMachineType), result: result.machineType)
    }
}
