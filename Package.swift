// swift-tools-version: 6.2
// One target a layer. A target may depend only on targets that stand above it here, so an upward import does not compile.
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A layer of the compiler: a source target and the layers it may see.
func layer(_ name: String, _ dependencies: [Target.Dependency] = [], plugins: [Target.PluginUsage]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict, plugins: plugins)
}

/// The tests of one layer.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "langc",
    products: [.executable(name: "langc", targets: ["langc"])],
    targets: [
        layer("Basics"),
        layer("Diagnostics", ["Basics"]),
        layer("WasmFormat", ["Basics"]),
        layer("WasmCode", ["Basics", "WasmFormat"]),
        layer("RuntimeABI", ["Basics"]),
        layer("ModuleSystem", ["Basics", "Diagnostics"]),
        .target(name: "CTOML"),
        layer("Manifest", ["Basics", "Diagnostics", "CTOML"]),
        layer("Core", ["Basics", "Diagnostics", "ModuleSystem", "RuntimeABI", "Manifest"]),
        layer("Atlas", ["Basics", "Diagnostics", "ModuleSystem", "Core", "RuntimeABI", "Manifest"]),
        layer("Ai", ["Basics", "Diagnostics", "ModuleSystem", "Core", "RuntimeABI", "Manifest"]),
        layer("Foreign", ["Basics", "Diagnostics", "ModuleSystem", "Manifest", "Core", "WasmFormat", "RuntimeABI"]),
        .systemLibrary(name: "CBinaryen", providers: [.apt(["binaryen"])]),
        layer("BinaryenKit", ["Basics", "WasmCode", "CBinaryen"]),
        layer("CodeGen", ["Basics", "Diagnostics", "ModuleSystem", "Core", "WasmFormat", "WasmCode", "RuntimeABI", "BinaryenKit"]),
        layer("Linker", ["Basics", "Diagnostics", "ModuleSystem", "WasmFormat", "RuntimeABI"]),
        .plugin(name: "BuildRuntime", capability: .buildTool()),
        layer("RuntimeImage", [], plugins: ["BuildRuntime"]),
        layer("Driver", [
            "Basics", "Diagnostics", "ModuleSystem", "WasmFormat", "Manifest", "Core", "Atlas", "Ai", "Foreign", "BinaryenKit", "CodeGen",
            "Linker", "RuntimeImage",
        ]),
        .executableTarget(
            name: "langc", dependencies: ["Basics", "Diagnostics", "CodeGen", "Driver"], swiftSettings: strict,
            // Loading Swift's libraries would take as long as a small build; compiling is mostly making and freeing small objects.
            linkerSettings: [
                .unsafeFlags(["-static-stdlib"], .when(configuration: .release)), .linkedLibrary("mimalloc", .when(configuration: .release)),
            ]),
        tests("BasicsTests", ["Basics"]),
        tests("DiagnosticsTests", ["Basics", "Diagnostics"]),
        tests("ManifestTests", ["Basics", "Diagnostics", "Manifest"]),
        tests("ModuleSystemTests", ["Basics", "Diagnostics", "ModuleSystem"]),
        tests("AtlasSyntaxTests", ["Basics", "Diagnostics", "Atlas"]),
        tests("AtlasCheckerTests", ["Basics", "Diagnostics", "ModuleSystem", "Core", "Atlas"]),
        tests("AiSyntaxTests", ["Basics", "Diagnostics", "ModuleSystem", "Core", "Ai"]),
        tests("RuntimeTests", ["RuntimeABI", "RuntimeImage", "Ai"]),
        tests("CoreTests", ["Basics", "Diagnostics", "ModuleSystem", "Core", "RuntimeABI"]),
        tests("CodeGenTests", [
            "Basics", "Diagnostics", "ModuleSystem", "Core", "WasmFormat", "WasmCode", "RuntimeABI", "BinaryenKit", "CodeGen",
        ]),
        tests("WasmFormatTests", ["Basics", "WasmFormat"]),
        tests("AtlasLoweringTests", ["Basics", "Diagnostics", "ModuleSystem", "Core", "RuntimeABI", "Atlas"], exclude: ["Cases"]),
        tests("EndToEndTests", ["Basics", "Diagnostics", "CodeGen", "Driver"], exclude: ["Runners"]),
        tests("ForeignTests", ["Basics", "Diagnostics", "ModuleSystem", "WasmFormat", "Core", "Foreign"]),
        tests("LinkerTests", ["Basics", "Diagnostics", "ModuleSystem", "WasmFormat", "RuntimeABI", "Linker"]),
        tests("DriverTests", ["Basics", "Diagnostics", "ModuleSystem", "WasmFormat", "CodeGen", "Linker", "Driver"]),
        tests("CommandLineTests", ["langc"]),
    ],
    cxxLanguageStandard: .cxx17
)
