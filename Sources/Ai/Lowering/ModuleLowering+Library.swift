import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// Library procedures as values. Each has one closure in the program, in the standard module of its subject.
extension ModuleLowering {
    func builtinValue(_ name: String, in builder: inout ProcedureLowering, _ span: SourceSpan) -> ExprID {
        guard let row = Library.lookup(name) else { return builder.bits(.unit, span) }
        if case .variable(let module, let name) = row.implementation {
            return builder.add(.importedGlobal(standardVariable(module, name)), .any, span)
        }
        let home = Self.home(row)
        let closure: ExprID
        if core.id == home {
            closure = builder.add(.constant(.closure(libraryClosure(row))), .reference(.closure), span)
        } else {
            closure = builder.add(.importedGlobal(importedClosure(home, Self.exportName(row))), .reference(.closure), span)
        }
        return builder.any(closure)
    }

    private static func home(_ row: LibraryProcedure) -> ModuleID {
        if case .standard(let module, _) = row.implementation { return ModuleID("std:ai/\(module)") }
        return ModuleID("std:ai/\(row.module)")
    }

    /// What a standard module exports a library procedure as. A procedure written in Ai exports itself.
    static func exportName(_ row: LibraryProcedure) -> String {
        if case .standard(_, let name) = row.implementation { return name }
        return row.name
    }

    /// Closures of the library procedures of this standard module, for the modules that use them as values.
    func addLibraryExports() {
        guard core.id.isStandard else { return }
        let exported = Set(core.exports.map(\.name))
        for row in Library.all where core.id.text == "std:ai/\(row.module)" && !row.name.hasPrefix("%") {
            guard !exported.contains(ReservedNames.closurePrefix + row.name) else { continue }
            switch row.implementation {
            case .standard, .variable: continue
            default: break
            }
            core.exports.append(Export(name: ReservedNames.closurePrefix + row.name, target: .closure(libraryClosure(row))))
        }
    }

    private func libraryClosure(_ row: LibraryProcedure) -> ClosureID {
        if let known = libraryClosures[row.name] { return known }
        let arity = (least: row.minimumArguments, most: row.maximumArguments)
        let isVariadic = row.maximumArguments != row.minimumArguments
        let shape = isVariadic ? row.shape : ProcedureShape(parameters: row.minimumArguments, hasRest: false)
        let function = closureFunction(row.name, shape, isVariadic: isVariadic, arity, .none) { builder, operands in
            builder.libraryBody(row, operands)
        }
        let id = core.closures.append(
            StaticClosure(
                function: core.functions.append(function), arity: isVariadic ? StaticClosure.variadic : row.minimumArguments, name: row.name,
                isBuiltin: true))
        libraryClosures[row.name] = id
        return id
    }
}

extension ProcedureLowering {
    /// Calls the implementation of a row with the parameters of a closure's function; `operands`: those required, then a list of the others.
    mutating func libraryBody(_ row: LibraryProcedure, _ operands: [ExprID]) -> ExprID {
        let span = SourceSpan.none
        switch row.implementation {
        case .runtime(let callee):
            guard operands.count > row.required.count, let last = operands.last else { return runtimeCall(callee, operands, .tail, span) }
            var code: [ExprID] = []
            let more = newLocal("more", .any)
            code.append(set(more, last, span))
            var values = Array(operands.dropLast())
            for _ in row.optional { values.append(reusable(optionalArgument(more, span), &code)) }
            if row.rest != nil {
                values.append(read(more, span))
            } else {
                code.append(refuseMore(row, more, span))
            }
            code.append(runtimeCall(callee, values, .tail, span))
            return sequence(code, span)
        case .fold, .chain: return operatorBody(row, operands)
        case .inline, .variable: return inlineBody(row, operands)
        case .standard(let module, let name):
            return add(.tailCallImported(unit.standardFunction(module, name, row.shape), operands), .never, span)
        }
    }

    /// The next element of a list of optional arguments, or `absent`.
    private mutating func optionalArgument(_ more: LocalID, _ span: SourceSpan) -> ExprID {
        let isPair = add(.test(read(more, span), .reference(.pair)), .bool, span)
        let first = takeFirst(more, span)
        return add(.conditional(condition: isPair, then: first, otherwise: bits(.absent, span)), .any, span)
    }

    /// Raises AI0904 if there are more arguments than parameters.
    private mutating func refuseMore(_ row: LibraryProcedure, _ more: LocalID, _ span: SourceSpan) -> ExprID {
        let isPair = add(.test(read(more, span), .reference(.pair)), .bool, span)
        let positional = i32(row.required.count + row.optional.count, span)
        let count = add(.binary(.i32Add, runtime(.aiListLength, [read(more, span)], .i32, span), positional), .i32, span)
        let raise = raiseArity(row.name, (row.minimumArguments, row.maximumArguments), count, span)
        return add(.conditional(condition: isPair, then: raise, otherwise: nil), .unit, span)
    }

    /// Operators that take any number of operands: a loop over the list.
    private mutating func operatorBody(_ row: LibraryProcedure, _ operands: [ExprID]) -> ExprID {
        let span = SourceSpan.none
        guard let last = operands.last else { return add(.unreachable, .never, span) }
        var code: [ExprID] = []
        let more = newLocal("more", .any)
        code.append(set(more, last, span))
        let result = newLocal("result", .any)
        let first: ExprID
        if operands.count > 1 {
            first = operands[0]
        } else if case .chain = row.implementation {
            // Without operands, nothing contradicts.
            let isEmpty = add(.unary(.not, add(.test(read(more, span), .reference(.pair)), .bool, span)), .bool, span)
            let leave = add(.returnValue(bits(.true, span)), .never, span)
            code.append(add(.conditional(condition: isEmpty, then: leave, otherwise: nil), .unit, span))
            first = takeFirst(more, span)
        } else {
            first = any(add(.constant(.i64(Int64(LibraryProcedure.unit(of: row.name)))), .i64, span))
        }
        code.append(set(result, first, span))
        switch row.implementation {
        case .fold(let callee):
            if operands.count > 1 { code.append(singleOperand(row, callee, more, result)) }
            // What comes first without operands is no operand.
            code.append(foldLoop(callee, more, result, before: operands.count > 1 ? 0 : -1, span))
            code.append(add(.returnValue(read(result, span)), .never, span))
        case .chain(let callee):
            // All operands are compared with their neighbours, those already taken off the list too.
            let others = operands.dropLast().dropFirst()
            if others.isEmpty { code.append(singleComparison(callee, more, result)) }
            for (position, operand) in others.enumerated() {
                let value = reusable(operand, &code)
                code.append(stop(callee, result, value, before: i32(position, span), span))
            }
            code.append(chainLoop(callee, more, result, before: others.count, span))
            code.append(add(.returnValue(bits(.true, span)), .never, span))
        default: break
        }
        return sequence(code, span)
    }

    /// `(- a)`, `(/ a)`, and others of one operand, which has to be a number there, too.
    private mutating func singleOperand(_ row: LibraryProcedure, _ callee: RuntimeFunction, _ more: LocalID, _ result: LocalID) -> ExprID {
        let span = SourceSpan.none
        let isAlone = add(.test(read(more, span), .bits(NaNBox.Immediate.emptyList.bits)), .bool, span)
        let operands: [ExprID] =
            switch row.name {
            case "-": [read(result, span)]
            case "/": [any(add(.constant(.i64(1)), .i64, span)), read(result, span)]
            default: [read(result, span), read(result, span)]
            }
        // The 1 of `(/ a)` is no operand.
        operandsBefore = row.name == "/" ? -1 : 0
        defer { operandsBefore = 0 }
        let value = runtimeCall(row.name == "-" ? .aiNegate : callee, operands, .tail, span)
        return add(.conditional(condition: isAlone, then: value, otherwise: nil), .unit, span)
    }

    /// A single operand has to be one that can be compared.
    private mutating func singleComparison(_ callee: RuntimeFunction, _ more: LocalID, _ operand: LocalID) -> ExprID {
        let span = SourceSpan.none
        let isAlone = add(.test(read(more, span), .bits(NaNBox.Immediate.emptyList.bits)), .bool, span)
        let compare = runtime(callee, [read(operand, span), read(operand, span)], .bool, span)
        let check = sequence([set(newLocal("holds", .bool), compare, span), passSignal(span)], span)
        return add(.conditional(condition: isAlone, then: check, otherwise: nil), .unit, span)
    }

    /// `before` operands stand before the first two that the loop takes.
    private mutating func foldLoop(
        _ callee: RuntimeFunction, _ more: LocalID, _ result: LocalID, before: Int, _ span: SourceSpan
    ) -> ExprID {
        let loop = newLabel("operands")
        let position = newLocal("position", .i32)
        let isPair = add(.test(read(more, span), .reference(.pair)), .bool, span)
        let next = takeFirst(more, span)
        let step = set(result, numbered(callee, [read(result, span), next], before: read(position, span), .any, span), span)
        let body = sequence([step, passSignal(span), advance(position, span)], span)
        return sequence([set(position, i32(before, span), span), add(.loop(loop, condition: isPair, body: body, step: nil), .unit, span)], span)
    }

    /// The call of a runtime function with two of many operands, `before` of which stand before them: its errors count all of them.
    mutating func numbered(_ callee: RuntimeFunction, _ operands: [ExprID], before: ExprID, _ type: ValueType, _ span: SourceSpan) -> ExprID {
        // The number is told once the operands are there: computing them may number operands, too.
        var code: [ExprID] = []
        let values = operands.map { reusable($0, &code) }
        code.append(runtime(.aiOperandsBefore, [before], .unit, span))
        let result = newLocal("result", type)
        code.append(set(result, runtime(callee, values.map { again($0) }, type, span), span))
        code.append(runtime(.aiOperandsBefore, [i32(0, span)], .unit, span))
        code.append(read(result, span))
        return sequence(code, span)
    }

    private mutating func advance(_ position: LocalID, _ span: SourceSpan) -> ExprID {
        set(position, add(.binary(.i32Add, read(position, span), i32(1, span)), .i32, span), span)
    }

    private mutating func passSignal(_ span: SourceSpan) -> ExprID {
        let leave = add(.returnValue(bits(.unit, span)), .never, span)
        return add(.conditional(condition: signalled(span), then: leave, otherwise: nil), .unit, span)
    }

    private mutating func chainLoop(
        _ callee: RuntimeFunction, _ more: LocalID, _ previous: LocalID, before: Int, _ span: SourceSpan
    ) -> ExprID {
        let loop = newLabel("operands")
        let position = newLocal("position", .i32)
        let isPair = add(.test(read(more, span), .reference(.pair)), .bool, span)
        var code: [ExprID] = []
        let next = reusable(takeFirst(more, span), &code)
        code.append(stop(callee, previous, next, before: read(position, span), span))
        code.append(advance(position, span))
        let compare = add(.loop(loop, condition: isPair, body: sequence(code, span), step: nil), .unit, span)
        return sequence([set(position, i32(before, span), span), compare], span)
    }

    /// Returns false unless the comparison holds; `previous` goes on to the next operand.
    private mutating func stop(
        _ callee: RuntimeFunction, _ previous: LocalID, _ next: ExprID, before: ExprID, _ span: SourceSpan
    ) -> ExprID {
        let result = newLocal("holds", .bool)
        let compare = set(result, numbered(callee, [read(previous, span), again(next)], before: before, .bool, span), span)
        let isFalse = add(.unary(.not, read(result, span)), .bool, span)
        let leave = add(.returnValue(bits(.false, span)), .never, span)
        let check = add(.conditional(condition: isFalse, then: leave, otherwise: nil), .unit, span)
        return sequence([compare, passSignal(span), check, set(previous, again(next), span)], span)
    }

    /// Procedures that calls compile in place, as values.
    private mutating func inlineBody(_ row: LibraryProcedure, _ operands: [ExprID]) -> ExprID {
        let span = SourceSpan.none
        switch row.name {
        case "list": return finish(operands[0], .tail, span)
        case "vector": return finish(runtime(.aiVector, [operands[0]], .any, span), .tail, span)
        case "values":
            // One value is itself.
            return finish(runtime(.signalValues, [runtime(.aiValuesOfList, [operands[0]], .any, span)], .any, span), .tail, span)
        case "cons":
            let pair = add(.makeObject(.pair, small: 0, word: 0, fields: operands), .reference(.pair), span)
            return finish(pair, .tail, span)
        case "pair?": return finish(add(.test(operands[0], .reference(.pair)), .bool, span), .tail, span)
        case "null?": return finish(add(.test(operands[0], .bits(NaNBox.Immediate.emptyList.bits)), .bool, span), .tail, span)
        case "not": return finish(add(.test(operands[0], .bits(NaNBox.Immediate.false.bits)), .bool, span), .tail, span)
        default: return finish(bits(.unit, span), .tail, span)
        }
    }
}
