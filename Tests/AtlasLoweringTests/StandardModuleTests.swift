import Core
import Testing

@testable import Atlas

@Suite struct StandardModuleTests {
    @Test(arguments: ["array", "result", "assert"]) func isWellFormed(_ name: String) throws {
        let program = try LoweredProgram(standard: name)
        #expect(program.problems == [])
    }

    /// Every library function that says so has its export, with as many parameters, all dynamic, and the site at the end.
    @Test func rowsHaveExports() throws {
        for row in Builtins.all {
            guard case .standard(let module, let name, let fails) = row.implementation, case .function(let type) = row.type else { continue }
            let program = try LoweredProgram(standard: String(module.text.dropFirst("std:atlas/".count)))
            let lowered = try #require(program.modules[module.text])
            let export = try #require(lowered.exports.first { $0.name == name }, "\(row.name)")
            guard case .function(let id) = export.target else {
                Issue.record("\(row.name) is no function")
                continue
            }
            let function = lowered.functions[id]
            let expected = Array(repeating: ValueType.any, count: type.parameters.count) + (fails ? [.i32] : [])
            #expect(function.parameters.map(\.type) == expected, "\(row.name)")
            #expect(function.result == .any, "\(row.name)")
        }
    }
}
