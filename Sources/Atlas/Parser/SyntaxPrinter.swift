/// Writes a syntax tree as S-expressions, one item a line: the same tree always gives the same text. For tests and for
/// looking at what the parser understood.
///
/// Printing keeps its own stack, so a tree of any height can be printed.
public struct SyntaxPrinter {
    /// One thing still to be printed.
    enum Piece {
        case text(String)
        case expression(ExpressionID)
        case statement(StatementID)
        case pattern(PatternID)
        case type(TypeSyntaxID)
        case function(FunctionID)
        case block(Block)
        case list(String, [Piece])
    }

    let tree: SyntaxTree
    private var output = ""
    /// What is still to be printed, the next piece last.
    private var pending: [Piece] = []

    /// The text of the whole tree; each item is ended by a line break.
    public static func print(_ tree: SyntaxTree) -> String {
        var printer = SyntaxPrinter(tree: tree)
        for item in tree.items {
            printer.run(printer.pieces(of: item))
            printer.output += "\n"
        }
        return printer.output
    }

    private init(tree: SyntaxTree) { self.tree = tree }

    private mutating func run(_ start: [Piece]) {
        push(start)
        while let piece = pending.popLast() {
            switch piece {
            case .text(let text): output += text
            case .expression(let id): push(pieces(of: tree.expressions[id].kind))
            case .statement(let id): push(pieces(of: tree.statements[id].kind))
            case .pattern(let id): push(pieces(of: tree.patterns[id].kind))
            case .type(let id): push(pieces(of: tree.types[id].kind))
            case .function(let id): push(pieces(of: tree.functions[id]))
            case .list(let head, let parts): push(Self.list(head, parts))
            case .block(let block): push(Self.list("block", block.statements.map { .statement($0) }))
            }
        }
    }

    private mutating func push(_ next: [Piece]) { pending.append(contentsOf: next.reversed()) }

    /// `(head part part)`
    static func list(_ head: String, _ parts: [Piece]) -> [Piece] {
        var result: [Piece] = [.text("(" + head)]
        for part in parts {
            result.append(.text(" "))
            result.append(part)
        }
        result.append(.text(")"))
        return result
    }

    /// A string in quotes, with the escapes of the language.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
