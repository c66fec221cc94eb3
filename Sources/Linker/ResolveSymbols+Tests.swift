import ModuleSystem
import RuntimeABI
import WasmFormat

/// The tests of a program of tests.
extension ResolveSymbols {
    mutating func findTests() {
        guard let names = options.tests, let entry = program.files.last else { return }
        guard let index = runtimeFunctions[RuntimeFunction.testIndex.name], let check = runtimeFunctions[RuntimeFunction.testCheck.name],
            let passed = runtimeFunctions[RuntimeFunction.testPassed.name]
        else { return sink.report(LinkerCodes.brokenRuntime, "the runtime library cannot run tests") }
        var testing = Testing(index: index, check: check, passed: passed)
        for name in names {
            guard case .function(let signature)? = entry.interface.export(named: name)?.kind, case .function(let function) = definition(of: name, in: entry.id),
                program.type(of: function).parameters.isEmpty
            else {
                sink.report(
                    LinkerCodes.unknownRequest, "the entry module `\(entry.id)` exports no function `\(name)` without parameters",
                    notes: suggestions(for: name, entry))
                continue
            }
            let returns = !program.type(of: function).results.isEmpty
            testing.tests.append(Testing.Test(function: function, result: returns ? signature.result : nil))
        }
        program.testing = testing
    }
}

extension Testing.Test {
    /// The result may be an error value.
    var isChecked: Bool { result == .any || result == .reference }
}
