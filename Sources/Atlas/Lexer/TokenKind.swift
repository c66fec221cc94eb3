/// What a token is.
enum TokenKind: UInt8, Sendable {
    case endOfFile
    /// Text that is no token; the lexer has reported it.
    case invalid
    case identifier
    /// A lone `_`.
    case wildcard
    case number
    case string

    case letKeyword, varKeyword, fnKeyword, typeKeyword, traitKeyword, implKeyword
    case ifKeyword, elseKeyword, whileKeyword, forKeyword, inKeyword
    case returnKeyword, breakKeyword, continueKeyword, matchKeyword
    case trueKeyword, falseKeyword, nullKeyword
    case importKeyword, exportKeyword, fromKeyword, asKeyword
    case externKeyword, extendsKeyword, isKeyword, ownKeyword, borrowKeyword, sharedKeyword

    case leftParen, rightParen, leftBrace, rightBrace, leftBracket, rightBracket
    case semicolon, comma, colon, dot, question
    case plus, minus, star, slash, percent
    case assign, equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case not, and, or, ampersand, pipe
    case plusAssign, minusAssign, starAssign, slashAssign, percentAssign
    case increment, decrement, arrow, fatArrow
}

extension TokenKind {
    /// Whether the word is reserved and so cannot be a name.
    var isReservedWord: Bool {
        rawValue >= TokenKind.letKeyword.rawValue && rawValue <= TokenKind.sharedKeyword.rawValue
    }

    /// All words that cannot be names.
    static let reservedWords: Set<String> = Set(
        (TokenKind.letKeyword.rawValue...TokenKind.sharedKeyword.rawValue).compactMap { TokenKind(rawValue: $0)?.spelling })

    /// Whether the word can only stand at the start of a statement or item, so that parsing can resume there.
    var startsStatement: Bool {
        switch self {
        case .letKeyword, .varKeyword, .fnKeyword, .typeKeyword, .traitKeyword, .implKeyword, .ifKeyword, .whileKeyword,
            .forKeyword, .returnKeyword, .breakKeyword, .continueKeyword, .importKeyword, .exportKeyword, .externKeyword:
            true
        default: false
        }
    }

    /// Whether the word is legal only at the top level of a module.
    var startsTopLevelItem: Bool {
        switch self {
        case .importKeyword, .exportKeyword, .typeKeyword, .traitKeyword, .implKeyword: true
        default: false
        }
    }

    /// How the token is written; for kinds with many spellings, what people call it.
    var spelling: String {
        if isReservedWord { return keywordSpelling }
        return switch self {
        case .endOfFile: "end of file"
        case .invalid: "invalid text"
        case .identifier: "identifier"
        case .wildcard: "_"
        case .number: "number"
        case .string: "string"
        default: punctuationSpelling
        }
    }

    private var keywordSpelling: String {
        switch self {
        case .letKeyword: "let"
        case .varKeyword: "var"
        case .fnKeyword: "fn"
        case .typeKeyword: "type"
        case .traitKeyword: "trait"
        case .implKeyword: "impl"
        case .ifKeyword: "if"
        case .elseKeyword: "else"
        case .whileKeyword: "while"
        case .forKeyword: "for"
        case .inKeyword: "in"
        case .returnKeyword: "return"
        case .breakKeyword: "break"
        case .continueKeyword: "continue"
        case .matchKeyword: "match"
        case .trueKeyword: "true"
        case .falseKeyword: "false"
        case .nullKeyword: "null"
        case .importKeyword: "import"
        case .exportKeyword: "export"
        case .fromKeyword: "from"
        case .asKeyword: "as"
        case .externKeyword: "extern"
        case .extendsKeyword: "extends"
        case .isKeyword: "is"
        case .ownKeyword: "own"
        case .borrowKeyword: "borrow"
        case .sharedKeyword: "shared"
        default: ""
        }
    }

    private var punctuationSpelling: String {
        switch self {
        case .leftParen: "("
        case .rightParen: ")"
        case .leftBrace: "{"
        case .rightBrace: "}"
        case .leftBracket: "["
        case .rightBracket: "]"
        case .semicolon: ";"
        case .comma: ","
        case .colon: ":"
        case .dot: "."
        case .question: "?"
        case .plus: "+"
        case .minus: "-"
        case .star: "*"
        case .slash: "/"
        case .percent: "%"
        case .assign: "="
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .not: "!"
        case .and: "&&"
        case .or: "||"
        case .ampersand: "&"
        case .pipe: "|"
        case .plusAssign: "+="
        case .minusAssign: "-="
        case .starAssign: "*="
        case .slashAssign: "/="
        case .percentAssign: "%="
        case .increment: "++"
        case .decrement: "--"
        case .arrow: "->"
        case .fatArrow: "=>"
        default: ""
        }
    }
}

/// Finds reserved words. A word of at most eight bytes is packed into one integer, so a look-up compares integers only.
enum KeywordTable {
    /// The longest reserved word, in bytes.
    static let longest = 8

    private static let byLength: [[(packed: UInt64, kind: TokenKind)]] = {
        var table = [[(packed: UInt64, kind: TokenKind)]](repeating: [], count: longest + 1)
        for raw in TokenKind.letKeyword.rawValue...TokenKind.sharedKeyword.rawValue {
            guard let kind = TokenKind(rawValue: raw) else { continue }
            let word = Array(kind.spelling.utf8)
            table[word.count].append((pack(word[...]), kind))
        }
        return table
    }()

    private static func pack(_ word: ArraySlice<UInt8>) -> UInt64 {
        var result: UInt64 = 0
        for byte in word { result = result << 8 | UInt64(byte) }
        return result
    }

    /// The reserved word that `word` is, if it is one.
    static func kind(of word: ArraySlice<UInt8>) -> TokenKind? {
        guard word.count <= longest else { return nil }
        let packed = pack(word)
        for entry in byLength[word.count] where entry.packed == packed { return entry.kind }
        return nil
    }
}
