import Foundation

/// Writes a module of a random program, one simple statement a line.
struct RandomPrinter {
    let file: String
    let isLibrary: Bool
    private var lines: [String] = []
    private var indentation = 0
    /// Types that need a function that makes text of their values.
    private var shown: Set<RandomType> = []

    init(file: String, isLibrary: Bool) { (self.file, self.isLibrary) = (file, isLibrary) }

    mutating func module(imports: String?, _ statements: [RandomStatement]) -> String {
        if let imports { lines.append(imports) }
        block(statements)
        var printed: Set<RandomType> = []
        while let type = shown.subtracting(printed).min(by: { $0.name < $1.name }) {
            printed.insert(type)
            lines.append(textFunction(type))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func textFunction(_ type: RandomType) -> String {
        let body: String
        switch type {
        case .number, .bool: body = "return str(x);"
        case .string: body = "return x;"
        case .array(let element):
            shown.insert(element)
            body = "var s = \"[\"; var comma = \"\"; for e in x { s = s + comma + text_\(element.name)(e); comma = \",\"; } return s + \"]\";"
        case .option(let payload):
            shown.insert(payload)
            body = "return match x { Some(v) => \"Some(\" + text_\(payload.name)(v) + \")\", None => \"None\" };"
        case .result(let payload):
            shown.insert(payload)
            body = "return match x { Ok(v) => \"Ok(\" + text_\(payload.name)(v) + \")\", Err(e) => \"Err(\" + e + \")\" };"
        }
        return "fn text_\(type.name)(x: \(type.text)) -> string { \(body) }"
    }

    // MARK: Statements

    private mutating func block(_ statements: [RandomStatement]) {
        for each in statements { statement(each) }
    }

    private mutating func line(_ text: String) { lines.append(String(repeating: "    ", count: indentation) + text) }

    private mutating func body(_ head: String, _ statements: [RandomStatement], end: String = "}") {
        line(head)
        indentation += 1
        block(statements)
        indentation -= 1
        if !end.isEmpty { line(end) }
    }

    private mutating func statement(_ statement: RandomStatement) {
        statement.place = "\(file):\(lines.count + 1)"
        switch statement.kind {
        case .branch(let condition, let yes, let no):
            body("if (\(text(condition))) {", yes, end: no.isEmpty ? "}" : "")
            if !no.isEmpty { body("} else {", no) }
        case .loop(let first, let condition, let step, let statements):
            body("for (\(simple(first.kind)); \(text(condition)); \(simple(step.kind))) {", statements)
        case .forIn(let variable, let source, let statements): body("for \(variable.name) in \(text(source)) {", statements)
        case .function(let function):
            let parameters = function.parameters.map { "\($0.name): \($0.type.text)" }.joined(separator: ", ")
            let export = isLibrary && !function.isNested ? "export " : ""
            body("\(export)fn \(function.name)(\(parameters)) -> \(function.result.text) {", function.body)
        case .declare(let variable, _): line((isLibrary && variable.isGlobal ? "export " : "") + simple(statement.kind) + ";")
        default: line(simple(statement.kind) + ";")
        }
    }

    /// A statement that fits the header of a loop, or one that is a jump.
    private mutating func simple(_ kind: RandomStatement.Kind) -> String {
        switch kind {
        case .declare(let variable, let value):
            return "\(variable.isMutable ? "var" : "let") \(variable.name): \(variable.type.text) = \(text(value))"
        case .assign(let variable, let indices, let value): return "\(target(variable, indices)) = \(text(value))"
        case .update(let variable, let indices, let operation, let value):
            guard let value else { return target(variable, indices) + operation + operation }
            return "\(target(variable, indices)) \(operation)= \(text(value))"
        case .expression(let expression): return text(expression)
        case .print(let expression): return "print(\(text(expression)))"
        case .give(let value): return "return \(text(value))"
        case .next: return "continue"
        default: return "break"
        }
    }

    private mutating func target(_ variable: RandomVariable, _ indices: [RandomExpression]) -> String {
        indices.reduce(variable.name) { "\($0)[\(text($1))]" }
    }

    // MARK: Expressions

    private mutating func list(_ expressions: [RandomExpression]) -> String { expressions.map { text($0) }.joined(separator: ", ") }

    /// Operations are in parentheses.
    private mutating func text(_ expression: RandomExpression) -> String {
        switch expression {
        case .literal(let value): return Self.literal(value)
        case .variable(let variable): return variable.name
        case .negation(let operand): return "(-\(text(operand)))"
        case .not(let operand): return "(!\(text(operand)))"
        case .binary(let operation, let left, let right): return "(\(text(left)) \(operation) \(text(right)))"
        case .array(let elements): return "[\(list(elements))]"
        case .element(let array, let index): return "\(text(array))[\(text(index))]"
        case .some(let payload): return "Some(\(text(payload)))"
        case .ok(let payload): return "Ok(\(text(payload)))"
        case .error(let payload): return "Err(\(text(payload)))"
        case .call(let function, let arguments): return "\(function.name)(\(list(arguments)))"
        case .builtin(let name, let arguments): return "\(name)(\(list(arguments)))"
        case .text(let value, let type):
            shown.insert(type)
            return "text_\(type.name)(\(text(value)))"
        case .mutation(let mutation, let target, let value, let isMethod):
            let arguments = value.map { [$0] } ?? []
            return isMethod ? "\(text(target)).\(mutation.rawValue)(\(list(arguments)))" : "\(mutation.rawValue)(\(list([target] + arguments)))"
        case .match(let subject, let arms):
            let texts = arms.map { arm in
                "\(Self.pattern(arm.pattern))\(arm.guard.map { " if " + text($0) } ?? "") => \(text(arm.value))"
            }
            return "(match \(text(subject)) { \(texts.joined(separator: ", ")) })"
        }
    }

    private static func literal(_ value: RandomValue) -> String {
        switch value {
        case .number(let number): number.sign == .minus ? "(-\(RandomValue.number(-number).text))" : value.text
        case .string(let text): "\"\(text)\""
        case .array(let elements): "[\(elements.map(literal).joined(separator: ", "))]"
        case .some(let payload): "Some(\(literal(payload)))"
        case .ok(let payload): "Ok(\(literal(payload)))"
        case .error(let payload): "Err(\(literal(payload)))"
        case .bool, .none: value.text
        }
    }

    private static func pattern(_ pattern: RandomPattern) -> String {
        switch pattern {
        case .any: "_"
        case .binding(let variable): variable.name
        case .literal(let values): values.map(literal).joined(separator: " | ")
        case .array(let patterns): "[\(patterns.map(Self.pattern).joined(separator: ", "))]"
        case .none: "None"
        case .some(let inner): "Some(\(Self.pattern(inner)))"
        case .ok(let inner): "Ok(\(Self.pattern(inner)))"
        case .error(let inner): "Err(\(Self.pattern(inner)))"
        }
    }
}
