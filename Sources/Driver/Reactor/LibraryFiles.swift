import Basics
import Diagnostics
import Linker
import RuntimeImage

/// What JavaScript and TypeScript need to use a library like any other module. For `NAME.wasm`:
///
/// - `NAME.mjs`: its exports are those of the library;
/// - `NAME.instance.mjs`: makes instances of the library;
/// - `NAME.d.mts` and `NAME.instance.d.mts`: their types.
public struct LibraryFiles: Sendable {
    let interface: LibraryInterface
    /// The name of the wasm file, and the same without its ending.
    let wasm: String
    let name: String

    /// The names of the files of a library of this name.
    static func names(_ name: String) -> [String] { ["\(name).d.mts", "\(name).instance.d.mts", "\(name).instance.mjs", "\(name).mjs"] }

    /// The files by name, sorted.
    public var files: [(name: String, text: String)] {
        Array(zip(Self.names(name), [declarations, instanceDeclarations, instanceModule, module])).map { (name: $0, text: $1) }
    }

    private var heading: String { "// Made by langc \(langcVersion) from \(Self.comment(interface.module.text)).\n" }

    private var exportNames: [String] { (interface.functions.map(\.name) + interface.variables.map(\.name)).sorted() }

    /// Whether the name of the class of errors is free for it.
    private var exportsError: Bool { !exportNames.contains("LangcError") }

    // MARK: Modules

    private var module: String {
        let locals = exportNames.enumerated().map { (name: $1, local: "export\($0)") }
        var text = heading + "import { \(exportsError ? "instantiate, LangcError" : "instantiate") } from \(quotedInstance);\n\n"
        text += "const library = await instantiate();\n"
        for (name, local) in locals { text += "const \(local) = library[\(JSONText.quoted(name))];\n" }
        let exports = locals.map { "\($0.local) as \($0.name)" } + (exportsError ? ["LangcError"] : [])
        return text + "export { \(exports.joined(separator: ", ")) };\n"
    }

    private var quotedInstance: String { JSONText.quoted("./\(Self.urlPath(name)).instance.mjs") }

    private var instanceModule: String {
        let shim = RuntimeImage.loaderFiles.first { $0.name == "wasi-shim.mjs" }?.text ?? ""
        let host = RuntimeImage.reactorFile("host.mjs") ?? ""
        // In one file, so that libraries of different versions of langc can lie side by side.
        return heading + """
            // `\(name).mjs` has one instance for all; this makes instances with a world of their own.

            const library = \(description);
            const url = new URL(\(JSONText.quoted("./\(Self.urlPath(wasm))")), import.meta.url);
            let compiled;

            /**
             * Makes an instance of the library and runs its top-level statements.
             * @param {object} [options] what the library sees of the world; see the class Shim below
             * @returns {Promise<object>} its exports
             */
            export async function instantiate(options = {}) {
              compiled ??= compile(url);
              return connect(library, await compiled, options);
            }


            """ + host + "\n" + shim.replacing("\nexport ", with: "\n")
    }

    private var description: String {
        let functions = interface.functions.map { function in
            let parameters = zip(function.signature.parameters, function.parameters).map { JSONText.array(["\"\($0)\"", $1.type.description]) }
            return JSONText.object([
                "name": JSONText.quoted(function.name), "export": JSONText.quoted(function.export), "parameters": JSONText.array(parameters),
                "result": function.signature.result.map { JSONText.array(["\"\($0)\"", function.result.description]) } ?? "null",
            ])
        }
        let variables = interface.variables.map { variable in
            JSONText.object([
                "name": JSONText.quoted(variable.name), "export": JSONText.quoted(variable.export),
                "type": JSONText.array(["\"\(variable.machineType)\"", variable.type.description]), "isMutable": "\(variable.isMutable)",
            ])
        }
        return JSONText.object(["layout": HostLayout.json, "functions": JSONText.array(functions), "variables": JSONText.array(variables)])
    }

    // MARK: Declarations

    private static let json = "type Json = null | boolean | number | string | Json[] | { [key: string]: Json };\n"

    private var declarations: String {
        var text = heading + Self.json + "\n"
        for function in interface.functions {
            let signature = "(\(HostType.Parameter.typeScript(function.parameters))): \(function.result.typeScript);"
            text += Self.documentation(function.documentation) + Self.declaration("function", function.name, signature)
        }
        for variable in interface.variables {
            text += Self.documentation(variable.documentation) + Self.declaration("const", variable.name, ": \(Self.type(of: variable));")
        }
        return text + (exportsError ? "export { LangcError } from \(quotedInstance);\n" : "export {};\n")
    }

    private static func declaration(_ kind: String, _ name: String, _ rest: String) -> String {
        guard JavaScriptNames.isReserved(name) else { return "export declare \(kind) \(name)\(rest)\n" }
        return "declare \(kind) \(JavaScriptNames.safe(name))\(rest)\nexport { \(JavaScriptNames.safe(name)) as \(name) };\n"
    }

    private var instanceDeclarations: String {
        var text = heading + Self.json + "\n/** The exports of an instance. */\nexport interface Library {\n"
        for function in interface.functions {
            text += Self.documentation(function.documentation, "  ")
            text += "  \(function.name)(\(HostType.Parameter.typeScript(function.parameters))): \(function.result.typeScript);\n"
        }
        for variable in interface.variables {
            text += Self.documentation(variable.documentation, "  ") + "  readonly \(variable.name): \(Self.type(of: variable));\n"
        }
        return text + "}\n\n" + (RuntimeImage.reactorFile("host.d.mts") ?? "")
    }

    /// A variable that can change is an object that shows its value.
    private static func type(of variable: LibraryInterface.Variable) -> String {
        variable.isMutable ? "{ readonly value: \(variable.type.typeScript) }" : variable.type.typeScript
    }

    private static func documentation(_ text: String?, _ indentation: String = "") -> String {
        guard let text, !text.isEmpty else { return "" }
        let lines = text.replacing("*/", with: "* /").split(separator: "\n", omittingEmptySubsequences: false)
        if lines.count == 1 { return "\(indentation)/** \(lines[0]) */\n" }
        return "\(indentation)/**\n" + lines.map { "\(indentation) *\($0.isEmpty ? "" : " ")\($0)\n" }.joined() + "\(indentation) */\n"
    }

    /// Text that stays on its line.
    private static func comment(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control || $0.value == 0x2028 || $0.value == 0x2029 ? " " : Character($0) })
    }

    /// A file's name in a URL.
    static func urlPath(_ name: String) -> String {
        var text = ""
        for byte in name.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + String(repeating: "0", count: 2 - digits.count) + digits
            }
        }
        return text
    }
}

extension BuildResult {
    /// The files beside a library's wasm file; nil when no library was linked.
    public func libraryFiles(wasm name: String) -> LibraryFiles? {
        link?.library.map { LibraryFiles(interface: $0, wasm: name, name: Path.stem(name)) }
    }
}
