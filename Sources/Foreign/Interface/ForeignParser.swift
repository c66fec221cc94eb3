import Basics
import Diagnostics

/// Reads an interface file:
///
///     from "shapes.o"
///
///     /// The area of a circle.
///     fn area(radius: f64) -> f64 = "circle_area"
///
/// After an error it goes on at the next `fn`.
struct ForeignParser {
    private let file: SourceFile
    private var lexer: ForeignLexer
    private var interface = ForeignInterface()
    private var diagnostics: [Diagnostic] = []
    private var known: [String: SourceSpan] = [:]

    /// More than any C function has, so that a wasm function type stays within what engines accept.
    private static let mostParameters = 200

    private struct Unexpected: Error {}

    static func parse(_ file: SourceFile) -> (ForeignInterface, [Diagnostic]) {
        var parser = ForeignParser(file: file, lexer: ForeignLexer(file))
        parser.parse()
        return (parser.interface, parser.diagnostics)
    }

    private init(file: SourceFile, lexer: ForeignLexer) {
        self.file = file
        self.lexer = lexer
    }

    private mutating func parse() {
        while lexer.token != .end {
            do throws(Unexpected) {
                try parseDeclaration()
            } catch {
                while lexer.token != .word("fn"), lexer.token != .end { lexer.advance() }
            }
        }
    }

    private mutating func parseDeclaration() throws(Unexpected) {
        switch lexer.token {
        case .symbol(";"): lexer.advance()
        case .word("from"): try parseFile()
        case .word("fn"): try parseFunction()
        default: throw unexpected("`fn` and the declaration of a function")
        }
    }

    private mutating func parseFile() throws(Unexpected) {
        guard interface.file == nil, interface.functions.isEmpty else {
            throw fail("`from` stands once, before the functions", lexer.span, "not here", help: [])
        }
        lexer.advance()
        guard case .text(let path) = lexer.token, !path.isEmpty else { throw unexpected("the path of the foreign module in quotation marks") }
        interface.file = (path, lexer.span)
        lexer.advance()
    }

    private mutating func parseFunction() throws(Unexpected) {
        let documentation = lexer.documentation
        lexer.advance()
        guard case .word(let name) = lexer.token else { throw unexpected("the name of a function") }
        var function = ForeignFunction(
            name: name, nameSpan: lexer.span, symbol: name, symbolSpan: lexer.span, parameters: [], result: nil,
            documentation: documentation.isEmpty ? nil : documentation.joined(separator: "\n"))
        lexer.advance()
        try take("(")
        while lexer.token != .symbol(")") {
            if !function.parameters.isEmpty { try take(",") }
            function.parameters.append(try parseParameter())
        }
        lexer.advance()
        if lexer.token == .symbol("->") {
            lexer.advance()
            if lexer.token == .word("void") { lexer.advance() } else { function.result = try parseType() }
        }
        if lexer.token == .symbol("=") {
            lexer.advance()
            guard case .text(let symbol) = lexer.token, !symbol.isEmpty else { throw unexpected("the function's name in the foreign module, in quotation marks") }
            (function.symbol, function.symbolSpan) = (symbol, lexer.span)
            lexer.advance()
        }
        add(function)
    }

    private mutating func parseParameter() throws(Unexpected) -> ForeignFunction.Parameter {
        guard case .word(let name) = lexer.token, name != "fn" else { throw unexpected("the name of a parameter") }
        lexer.advance()
        try take(":")
        return ForeignFunction.Parameter(name: name, type: try parseType())
    }

    private mutating func parseType() throws(Unexpected) -> ForeignType {
        guard case .word(let word) = lexer.token else { throw unexpected("a type") }
        var name = word
        var span = lexer.span
        lexer.advance()
        if lexer.token == .symbol("[") {
            lexer.advance()
            span = span.union(lexer.span)
            try take("]")
            name += "[]"
        }
        if let type = ForeignType.named.first(where: { $0.name == name })?.type { return type }
        let names = ForeignType.named.map(\.name)
        let usual = ["number": "f64", "int": "i32", "double": "f64", "float": "f32", "number[]": "f64[]"][name]
        let meant = usual ?? closestMatches(to: name, among: names).first
        throw fail(
            "There is no foreign type `\(name)`", span, "not a type",
            help: [meant.map { "did you mean `\($0)`?" } ?? "the types are " + names.map { "`\($0)`" }.joined(separator: ", ")])
    }

    private mutating func add(_ function: ForeignFunction) {
        if let first = known[function.name] {
            diagnostics.append(Diagnostic(
                code: ForeignCodes.duplicate.code, message: "`\(function.name)` is declared twice",
                primary: DiagnosticLabel(path: file.path, span: function.nameSpan, text: "again"),
                secondary: [DiagnosticLabel(path: file.path, span: first, text: "declared here")]))
        } else if function.parameters.count > Self.mostParameters {
            diagnostics.append(Diagnostic(
                code: ForeignCodes.syntax.code, message: "`\(function.name)` has more than \(Self.mostParameters) parameters",
                primary: DiagnosticLabel(path: file.path, span: function.nameSpan, text: "too many")))
        } else {
            known[function.name] = function.nameSpan
            interface.functions.append(function)
        }
    }

    private mutating func take(_ symbol: String) throws(Unexpected) {
        guard lexer.token == .symbol(symbol) else { throw unexpected("`\(symbol)`") }
        lexer.advance()
    }

    private mutating func unexpected(_ wanted: String) -> Unexpected {
        fail("Expected \(wanted), found \(lexer.token.description)", lexer.span, "unexpected", help: [])
    }

    private mutating func fail(_ message: String, _ span: SourceSpan, _ label: String, help: [String]) -> Unexpected {
        diagnostics.append(Diagnostic(
            code: ForeignCodes.syntax.code, message: message, primary: DiagnosticLabel(path: file.path, span: span, text: label), help: help))
        return Unexpected()
    }
}
