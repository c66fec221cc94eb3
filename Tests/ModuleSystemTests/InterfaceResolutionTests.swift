import Diagnostics
import ModuleSystem
import Testing

@Suite struct InterfaceResolutionTests {
    @Test func modulesKnownByInterfaceResolveLikeOthers() {
        let interface = ModuleInterface(module: ModuleID("lib"), language: "lax", sourcePath: "lib", exports: [
            InterfaceExport(name: "own", kind: .variable(.number, isMutable: false), type: .number, span: SourceSpan(1, 2)),
            InterfaceExport(
                name: "taken", kind: .variable(.number, isMutable: false), type: .number,
                origin: ExportOrigin(module: ModuleID("a"), name: "x"), span: SourceSpan(3, 4)),
            InterfaceExport(name: "Kind", kind: .type, type: .number, span: SourceSpan(5, 6)),
        ])
        let facade = module("m", [importing("lib", [everything()], reexport: .everywhere)])
        let result = ExportResolution([facade], interfaces: [interface], policies: testPolicies)
        #expect(result.origin(of: "own", in: "lib") == "lib.own")
        #expect(result.origin(of: "taken", in: "m") == "a.x")
        #expect(result.origin(of: "Kind", in: "m", .type) == "lib.Kind")
        #expect(result.origin(of: "Kind", in: "m") == nil)
        #expect(result.problems.isEmpty)
    }
}
