import Basics
import ModuleSystem
import Testing

@testable import Atlas

/// What lowering reads: types, symbols and resolutions.
@Suite struct TypedModuleTests {
    private func typed(_ files: [String: String]) throws -> TypedModule {
        let program = Program(files)
        #expect(program.messages == [])
        return try #require(program.results["main.atl"]?.typed)
    }

    /// How the call or member expression that begins with `text` was understood.
    private func resolution(_ typed: TypedModule, _ source: String, _ text: String) -> String {
        for index in typed.tree.expressions.indices {
            let span = typed.tree.expressions[index].span
            let found = String(decoding: Array(source.utf8)[Int(span.start)..<Int(span.end)], as: UTF8.self)
            guard found == text, let resolution = typed.resolutions[index] else { continue }
            switch resolution {
            case .function(let symbol): return "function \(typed.symbols[symbol].name)"
            case .importedFunction(let symbol): return "importedFunction \(symbol.origin.module):\(symbol.origin.name)"
            case .builtin(let name): return "builtin \(name)"
            case .builtinMethod(let name): return "builtinMethod \(name)"
            case .traitMethod(let function): return "traitMethod \(typed.tree.functions[function].name.text)"
            case .dynamicMethod: return "dynamicMethod"
            case .value: return "value"
            case .namespaceMember(let symbol): return "namespaceMember \(symbol.origin.name)"
            case .dynamicMember: return "dynamicMember"
            }
        }
        return "none"
    }

    @Test func resolutions() throws {
        let main = """
            import { f as g, v } from "./m";
            import * as ns from "./m";
            trait Tr { fn m(self: Tr) -> number; }
            impl Tr for number { fn m(self: number) -> number { return self; } }
            fn mine(x: any) -> number { print(x.len()); print(x.size); return 1; }
            var xs = [1];
            let h = mine;
            mine(1); g(1); v(1); h(1); len(xs);
            xs.push(1); xs.sort(); [1].len(); 5.m();
            ns.f(1); ns.v(2); print(ns.k); let w = ns.f;
            fn bound<T: Tr>(x: T) -> number { return x.m(); }
            fn mixed(x: number[] | json) -> number { if (isArray(x)) { return x.len(); } return 1; }
            """
        let typed = try typed([
            "main.atl": main,
            "m.atl": "export fn f(n: number) -> number { return n; }\nexport let v = f;\nexport var k = 1;",
        ])
        let expected = [
            "mine(1)": "function mine", "g(1)": "importedFunction m.atl:f", "v(1)": "value", "h(1)": "value", "len(xs)": "builtin len",
            "xs.push(1)": "builtinMethod push", "xs.sort()": "builtin arraySort", "[1].len()": "builtin len", "5.m()": "traitMethod m",
            "ns.f(1)": "importedFunction m.atl:f", "ns.v(2)": "namespaceMember v", "ns.k": "namespaceMember k", "ns.f": "namespaceMember f",
            "x.m()": "dynamicMethod", "x.size": "dynamicMember",
        ]
        for (text, wanted) in expected { #expect(resolution(typed, main, text) == wanted, "\(text)") }
        #expect(resolution(typed, main, "x.len()") == "dynamicMethod")
        #expect(typed.implementations.map(\.traitName) == ["Tr"])
        #expect(typed.dependencies.map(\.specifier) == ["./m", "./m"])
        #expect(typed.dependencies.first?.names.map(\.alias) == ["g", "v"])
    }

    @Test func symbolsAndFunctions() throws {
        let typed = try typed(["main.atl": "fn outer(a: number) -> number { let b = a; fn inner(c: number) -> number { return a + b + c; } for i in [1] { print(i); } return inner(1); }\n{ let local = 1; print(local); }"])
        // The inner function is parsed first.
        let outer = try #require(typed.functions[1])
        let inner = try #require(typed.functions[0])
        #expect(outer.parent == nil)
        #expect(inner.parent == FunctionID(1))
        #expect(outer.parameters.map { typed.symbols[$0].name } == ["a"])
        let byName = Dictionary(grouping: typed.symbols.values, by: \.name)
        #expect(byName["b"]?.first?.function == FunctionID(1))
        #expect(byName["c"]?.first?.function == FunctionID(0))
        #expect(byName["outer"]?.first?.isTopLevel == true)
        #expect(byName["inner"]?.first?.isTopLevel == false)
        #expect(byName["local"]?.first?.isTopLevel == false)
        #expect(byName["local"]?.first?.function == nil)
        #expect(byName["i"]?.first?.type == .number)
        // Every name of a program without errors is bound.
        for index in typed.tree.expressions.indices {
            if case .name = typed.tree.expressions[index].kind { #expect(typed.expressionSymbols[index.offset] != nil) }
        }
    }

    @Test func narrowedTypes() throws {
        let typed = try typed(["main.atl": "fn f(v: number | string) -> number { if (isNumber(v)) { return v; } return 0; }"])
        var types: [String] = []
        for index in typed.tree.expressions.indices {
            if case .name("v") = typed.tree.expressions[index].kind { types.append(typed.expressionTypes[index.offset].display) }
        }
        #expect(types == ["number | string", "number"])
    }

    @Test func alternativesShareSymbols() throws {
        let typed = try typed(["main.atl": "fn f(r: Result<number, string>) -> any { return match r { Ok(v) | Err(v) => v }; }"])
        let symbols = Set(typed.patternSymbols.compactMap { $0 })
        #expect(symbols.count == 1)
        #expect(typed.patternSymbols.compactMap { $0 }.count == 2)
        #expect(symbols.first.map { typed.symbols[$0].type } == .union([.number, .string]))
    }

    @Test func representation() {
        #expect(Type.number.machineType == .number)
        #expect(Type.option(.null).machineType == .option)
        #expect(Type.result(.number, .string).machineType == .reference)
        #expect(Type.void.machineType == nil)
        #expect(Type.null.variableMachineType == .any)
        #expect(Type.alias(name: "A", arguments: [], expansion: .json).machineType == .reference)
        #expect(Type.union([.number, .null]).machineType == .any)
        #expect(Type.applied("HashMap", [.string, .number]).machineType == .any)
    }
}
