import CBinaryen
import Glibc

/// A node of Binaryen's tree; owned by the module it was made in, and part of one parent at most.
public typealias WasmExpression = BinaryenExpressionRef
/// A function of a Binaryen module.
public typealias WasmFunction = BinaryenFunctionRef

/// The name of a function, global, table or label inside Binaryen; lives as long as its module.
public struct WasmName: @unchecked Sendable {
    let pointer: UnsafePointer<CChar>
}

/// A WebAssembly module under construction. The handle owns Binaryen's module and disposes of it.
///
/// One module may be used by one thread at a time; different modules by different threads.
public final class BinaryenModule {
    let raw: BinaryenModuleRef
    private var names: [UnsafeMutablePointer<CChar>] = []
    /// About how many bytes the code of all expressions made so far has.
    public internal(set) var codeSize = 0

    /// A module that may use what all supported engines run by default.
    public init() {
        raw = BinaryenModuleCreate()
        BinaryenModuleSetFeatures(raw, Self.features)
    }

    /// What all supported engines run by default.
    static var features: BinaryenFeatures {
        BinaryenFeatureMVP() | BinaryenFeatureSignExt() | BinaryenFeatureNontrappingFPToInt() | BinaryenFeatureMutableGlobals()
            | BinaryenFeatureBulkMemory() | BinaryenFeatureMultivalue() | BinaryenFeatureTailCall()
    }

    deinit {
        BinaryenModuleDispose(raw)
        for name in names { free(name) }
    }

    /// A name to refer to something in this module. Bytes that Binaryen would take for escapes are replaced.
    public func name(_ text: String) -> WasmName {
        let copy = text.utf8.withContiguousStorageIfAvailable { Self.copyName($0) }
            ?? Array(text.utf8).withUnsafeBufferPointer { Self.copyName($0) }
        names.append(copy)
        return WasmName(pointer: UnsafePointer(copy))
    }

    private static func copyName(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeMutablePointer<CChar> {
        guard let raw = malloc(bytes.count + 1) else { fatalError("out of memory") }
        let copy = raw.bindMemory(to: CChar.self, capacity: bytes.count + 1)
        for (index, byte) in bytes.enumerated() {
            copy[index] = byte == 0 || byte == 0x5C ? 0x5F : CChar(bitPattern: byte)
        }
        copy[bytes.count] = 0
        return copy
    }

    // MARK: Functions, imports, exports

    @discardableResult
    public func addFunction(
        _ name: WasmName, parameters: [WasmType], result: WasmType, locals: [WasmType], body: WasmExpression
    ) -> WasmFunction {
        locals.withUnsafeBytes { bytes in
            let types = UnsafeMutablePointer(mutating: bytes.bindMemory(to: BinaryenType.self).baseAddress)
            return BinaryenAddFunction(
                raw, name.pointer, WasmType.tuple(parameters).raw, result.raw, types, BinaryenIndex(locals.count), body)
        }
    }

    public func importFunction(_ name: WasmName, module: String, base: String, parameters: [WasmType], result: WasmType) {
        BinaryenAddFunctionImport(raw, name.pointer, module, base, WasmType.tuple(parameters).raw, result.raw)
    }

    public func importGlobal(_ name: WasmName, module: String, base: String, type: WasmType, isMutable: Bool) {
        BinaryenAddGlobalImport(raw, name.pointer, module, base, type.raw, isMutable)
    }

    public func importTable(_ name: WasmName, module: String, base: String) {
        BinaryenAddTableImport(raw, name.pointer, module, base)
    }

    /// Imports the memory and gives it one active segment, unless `data` is empty.
    public func importMemory(
        _ name: WasmName, module: String, base: String, data: [UInt8], at offset: @autoclosure () -> WasmExpression
    ) {
        if data.isEmpty {
            BinaryenSetMemory(raw, 1, BinaryenIndex.max, nil, nil, nil, nil, nil, 0, false)
        } else {
            var isPassive = false
            var offsets: BinaryenExpressionRef? = offset()
            var size = BinaryenIndex(data.count)
            data.withUnsafeBytes { bytes in
                var segment = bytes.bindMemory(to: CChar.self).baseAddress
                BinaryenSetMemory(raw, 1, BinaryenIndex.max, nil, &segment, &isPassive, &offsets, &size, 1, false)
            }
        }
        BinaryenAddMemoryImport(raw, name.pointer, module, base, 0)
    }

    public func addGlobal(_ name: WasmName, type: WasmType, isMutable: Bool, initial: WasmExpression) {
        BinaryenAddGlobal(raw, name.pointer, type.raw, isMutable, initial)
    }

    public func exportFunction(_ name: WasmName, as external: String) {
        BinaryenAddFunctionExport(raw, name.pointer, external)
    }

    public func exportGlobal(_ name: WasmName, as external: String) {
        BinaryenAddGlobalExport(raw, name.pointer, external)
    }

    /// Adds an active element segment. Never fill a table by `table.set`: Binaryen 108 would take the functions for dead.
    public func addElements(table: WasmName, name: WasmName, functions: [WasmName], at offset: WasmExpression) {
        var pointers: [UnsafePointer<CChar>?] = functions.map { $0.pointer }
        BinaryenAddActiveElementSegment(
            raw, table.pointer, name.pointer, &pointers, BinaryenIndex(functions.count), offset)
    }

    // MARK: Debug information

    /// Registers a source file for `setLocation`.
    public func addSourceFile(_ path: String) -> UInt32 { BinaryenModuleAddDebugInfoFileName(raw, path) }

    public func setLocation(_ function: WasmFunction, _ expression: WasmExpression, file: UInt32, line: Int, column: Int) {
        BinaryenFunctionSetDebugLocation(
            function, expression, file, BinaryenIndex(clamping: line), BinaryenIndex(clamping: column))
    }

    /// What an expression calls; nil if it is no call.
    public func callTarget(of expression: WasmExpression) -> CallTarget? {
        switch BinaryenExpressionGetId(expression) {
        case BinaryenCallId(): .function(String(cString: BinaryenCallGetTarget(expression)))
        case BinaryenCallIndirectId(): .table
        default: nil
        }
    }

    public func setLocalName(_ function: WasmFunction, _ index: Int, _ name: String) {
        BinaryenFunctionSetLocalName(function, BinaryenIndex(index), name)
    }
}

/// Whom a call calls.
public enum CallTarget: Hashable, Sendable {
    /// The function of this name.
    case function(String)
    /// A function of the table.
    case table
}
