/// The keywords of section 4 of the language.
enum SpecialForm: String, CaseIterable {
    case quote, quasiquote, lambda
    case caseLambda = "case-lambda"
    case define
    case defineValues = "define-values"
    case assign = "set!"
    case conditional = "if"
    case cond
    case cases = "case"
    case when, unless, and, or, begin
    case letPlain = "let"
    case letSequential = "let*"
    case letRecursive = "letrec"
    case letRecursiveSequential = "letrec*"
    case letValues = "let-values"
    case letValuesSequential = "let*-values"
    case receive
    case loop = "do"
    case whileLoop = "while"
    case dotimes, parameterize, delay
    case delayForce = "delay-force"
    case consStream = "cons-stream"
    case guarded = "guard"
    case attempt = "try"
    case raise = "throw"
    case assert
    case letEscape = "let/ec"
    case threadFirst = "->"
    case threadLast = "->>"
    case defineRecordType = "define-record-type"
    case data
    case defineSyntax = "define-syntax"
    case letSyntax = "let-syntax"
    case letrecSyntax = "letrec-syntax"
    case syntaxRules = "syntax-rules"
    case syntaxError = "syntax-error"
    case module
    case importForm = "import"
    case export, include
    case condExpand = "cond-expand"
    case match
    case contract = "spec:contract"
    case effect, handler

    /// By name.
    static let named: [String: SpecialForm] = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// A core keyword keeps its meaning at the top level of every module (AI0112).
    var isCore: Bool {
        switch self {
        case .when, .unless, .receive, .whileLoop, .dotimes, .consStream, .attempt, .raise, .assert, .letEscape, .threadFirst, .threadLast,
            .data, .match, .contract, .effect, .handler:
            false
        default: true
        }
    }

    /// Only a body or the top level of a module may hold it.
    var isDefinition: Bool {
        switch self {
        case .define, .defineValues, .defineRecordType, .defineSyntax, .data, .contract: true
        default: false
        }
    }

    /// How the form is written, for help.
    var shape: String {
        switch self {
        case .quote: "(quote datum)"
        case .quasiquote: "(quasiquote template)"
        case .lambda: "(lambda (parameter ...) body ...)"
        case .caseLambda: "(case-lambda ((parameter ...) body ...) ...)"
        case .define: "(define name value) or (define (name parameter ...) body ...)"
        case .defineValues: "(define-values (name ...) expression)"
        case .assign: "(set! name value)"
        case .conditional: "(if test then else)"
        case .cond: "(cond (test expression ...) ... (else expression ...))"
        case .cases: "(case key ((datum ...) expression ...) ... (else expression ...))"
        case .when, .unless: "(\(rawValue) test expression ...)"
        case .and, .or, .begin: "(\(rawValue) expression ...)"
        case .letPlain: "(let ((name value) ...) body ...) or (let name ((variable value) ...) body ...)"
        case .letSequential, .letRecursive, .letRecursiveSequential: "(\(rawValue) ((name value) ...) body ...)"
        case .letValues, .letValuesSequential: "(\(rawValue) (((name ...) expression) ...) body ...)"
        case .receive: "(receive (name ...) expression body ...)"
        case .loop: "(do ((name value step) ...) (test result ...) body ...) or (do expression ...)"
        case .whileLoop: "(while test body ...)"
        case .dotimes: "(dotimes (name count) body ...)"
        case .parameterize: "(parameterize ((parameter value) ...) body ...)"
        case .delay, .delayForce: "(\(rawValue) expression)"
        case .consStream: "(cons-stream first rest)"
        case .guarded: "(guard (name clause ...) body ...)"
        case .attempt: "(try body ... (catch pattern expression ...) ... (finally expression ...))"
        case .raise: "(throw value)"
        case .assert: "(assert test message)"
        case .letEscape: "(let/ec name body ...)"
        case .threadFirst, .threadLast: "(\(rawValue) value (procedure argument ...) ...)"
        case .defineRecordType: "(define-record-type name (constructor field ...) predicate (field accessor modifier) ...)"
        case .data: "(data Type parameter ... (Constructor field ...) ...)"
        case .defineSyntax: "(define-syntax name (syntax-rules (literal ...) (pattern template) ...))"
        case .letSyntax, .letrecSyntax: "(\(rawValue) ((name (syntax-rules ...)) ...) body ...)"
        case .syntaxRules: "(syntax-rules (literal ...) (pattern template) ...)"
        case .syntaxError: "(syntax-error \"message\" form ...)"
        case .module: "(module name [exports] body ...)"
        case .importForm: "(import \"module\" (name ...))"
        case .export: "(export name ...)"
        case .include: "(include \"file\" ...)"
        case .condExpand: "(cond-expand (requirement form ...) ... (else form ...))"
        case .match: "(match value (pattern expression ...) ...)"
        case .contract: "(spec:contract name :requires [condition ...] :ensures [condition ...])"
        case .effect: "(effect kind:operation argument ...)"
        case .handler: "(handler ((kind:operation procedure) ...) body ...)"
        }
    }
}
