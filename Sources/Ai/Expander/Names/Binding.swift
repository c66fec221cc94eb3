import Basics
import Diagnostics
import ModuleSystem

typealias MacroID = Index<Macro>

/// What an identifier means at a place.
enum Binding {
    /// A keyword of the language.
    case special(SpecialForm)
    /// `else`, `=>` and the like: meaningful inside of other forms.
    case auxiliary(Auxiliary)
    /// `true`, `false`, `nil`.
    case constant(PredefinedConstant)
    /// A procedure of the library, by the name of its row.
    case builtin(String)
    case local(VariableID)
    case topLevel(TopLevelID)
    case macro(MacroID)
    case imported(ImportedName)
    /// A module under a name, which is no value.
    case module(ModuleTarget)
    /// What is wrong with the name, to be reported where it is used.
    case wrong(NameProblem)
    /// The import of the name has failed, or its definition is wrong: everything is said already.
    case unavailable
    case unbound
}

struct NameProblem {
    let code: String
    let message: String
    let help: [String]
    /// It is a warning, and an error when the program gets there.
    var isDeferred = false
}

enum PredefinedConstant: String, CaseIterable {
    case yes = "true"
    case no = "false"
    case empty = "nil"
}

/// Words that mean something inside of other forms, unless something else is called so.
enum Auxiliary: String, CaseIterable {
    case otherwise = "else"
    case arrow = "=>"
    case underscore = "_"
    case ellipsis = "..."
    case unquote = "unquote"
    case unquoteSplicing = "unquote-splicing"
}

/// A module as names see it.
enum ModuleTarget: Hashable {
    /// The module at this position in `Unit.modules`.
    case unit(Int)
    /// A module of another file, or the one nested in it whose path of names this is: `["trig"]`.
    case other(ModuleID, path: [String])
    /// A virtual module of the library: `lists`.
    case library(String)
}

extension Binding {
    /// Both mean the same thing, so that one may stand for the other as a literal of a macro or as an export.
    func isSame(as other: Binding) -> Bool {
        switch (self, other) {
        case (.special(let left), .special(let right)): left == right
        case (.auxiliary(let left), .auxiliary(let right)): left == right
        case (.constant(let left), .constant(let right)): left == right
        case (.builtin(let left), .builtin(let right)): left == right
        case (.local(let left), .local(let right)): left == right
        case (.topLevel(let left), .topLevel(let right)): left == right
        case (.macro(let left), .macro(let right)): left == right
        case (.imported(let left), .imported(let right)): left.module == right.module && left.name == right.name
        case (.module(let left), .module(let right)): left == right
        default: false
        }
    }
}
