import Basics
import Core
import Diagnostics
import RuntimeABI

/// Variables: local, of the module, of other modules.
extension ProcedureLowering {
    // MARK: Local variables

    func isCell(_ variable: VariableID) -> Bool { unit.captures.isCell[variable.offset] }

    mutating func readVariable(_ variable: VariableID, _ span: SourceSpan) -> ExprID {
        guard let place = places[variable] else { return bits(.unit, span) }
        let local = read(place, span)
        let value = isCell(variable) ? add(.variantPayload(local), .any, span) : local
        guard module.variables[variable].needsCheck, type(value) == .any else { return value }
        let failure = runtime(.aiRaiseLocalUninitialized, [string(module.variables[variable].name, span)], .unit, span)
        return initialized(value, failure, span)
    }

    /// The value, unless it is that of an uninitialized variable.
    private mutating func initialized(_ value: ExprID, _ failure: ExprID, _ span: SourceSpan) -> ExprID {
        var prefix: [ExprID] = []
        let value = reusable(value, &prefix)
        let isMissing = add(.test(value, .bits(NaNBox.Immediate.uninitialized.bits)), .bool, span)
        let leave = raised(failure, .value, span)
        prefix.append(add(.conditional(condition: isMissing, then: leave, otherwise: nil), .unit, span))
        prefix.append(again(value))
        return sequence(prefix, span)
    }

    mutating func assign(_ variable: VariableID, _ value: ExprID, _ span: SourceSpan) -> ExprID {
        guard let place = places[variable], type(value) != .never else { return value }
        guard isCell(variable) else { return set(place, any(value), span) }
        return add(.setVariantPayload(read(place, span), any(value)), .unit, span)
    }

    /// Makes the variable with its first value.
    mutating func bind(_ variable: VariableID, _ value: ExprID, _ span: SourceSpan) -> ExprID {
        let name = module.variables[variable].name
        if isCell(variable) {
            let place = newLocal(name, .reference(.cell))
            places[variable] = place
            let cell = add(.makeVariant(.cell, tag: 0, payload: any(value)), .reference(.cell), span)
            return type(value) == .never ? value : set(place, cell, span)
        }
        let isFixed = !module.variables[variable].isAssigned
        let value = isFixed && type(value) != .unit ? value : any(value)
        let place = type(value) == .never ? newLocal(name, .any) : newLocal(name, for: value)
        places[variable] = place
        if isFixed, !module.variables[variable].needsCheck { stable.insert(place) }
        return type(value) == .never ? value : set(place, value, span)
    }

    // MARK: Variables of the module

    mutating func topLevelValue(_ variable: TopLevelID, _ span: SourceSpan) -> ExprID {
        if let closure = unit.staticClosure(of: variable) {
            return add(.box(add(.constant(.closure(closure)), .reference(.closure), span)), .any, span)
        }
        let value = add(.global(unit.global(of: variable)), .any, span)
        let topLevel = module.topLevel[variable]
        guard unit.mayBeUninitialized(variable, in: procedure, form: bodyForm) else { return value }
        let (shown, _) = UninitializedName.parts(of: topLevel.name)
        let failure = raiseUninitialized(UninitializedName(name: shown, module: topLevel.moduleName, cycle: ""), span)
        return initialized(value, failure, span)
    }

    mutating func setTopLevel(_ variable: TopLevelID, _ value: NodeID, _ context: Context, _ span: SourceSpan) -> ExprID {
        let new = lower(value, .value)
        var code: [ExprID] = []
        let copy = reusable(any(new), &code)
        if unit.mayBeUninitialized(variable, in: procedure, form: bodyForm) { code.append(topLevelValue(variable, span)) }
        code.append(add(.setGlobal(unit.global(of: variable), copy), .unit, span))
        code.append(bits(.unit, span))
        return finish(sequence(code, span), context, span)
    }

    mutating func define(_ variable: TopLevelID, _ value: NodeID?, _ context: Context, _ span: SourceSpan) -> ExprID {
        guard let value, unit.staticClosure(of: variable) == nil else { return finish(bits(.unit, span), context, span) }
        if unit.core.id.isStandard, let literal = immediate(value) {
            unit.core.globals[unit.global(of: variable)].initialValue = .any(literal)
            return finish(bits(.unit, span), context, span)
        }
        let new = any(lower(value, .value))
        let store = add(.setGlobal(unit.global(of: variable), new), .unit, span)
        return finish(sequence([store, bits(.unit, span)], span), context, span)
    }

    /// A literal that needs no object. Variables of standard modules that begin with one have it from the start: nothing reads them earlier.
    private func immediate(_ value: NodeID) -> UInt64? {
        guard case .literal(let datum) = module.nodes[value].kind else { return nil }
        switch module.data[datum].kind {
        case .boolean(let value): return (value ? NaNBox.Immediate.true : .false).bits
        case .list([], nil, _): return NaNBox.Immediate.emptyList.bits
        default: return nil
        }
    }

    private mutating func raiseUninitialized(_ name: UninitializedName, _ span: SourceSpan) -> ExprID {
        let parts = [string(name.name, span), string(name.module, span), string(name.cycle, span)]
        return runtime(.aiRaiseUninitialized, parts, .unit, span)
    }

    // MARK: Imported names

    mutating func importedValue(_ name: ImportedName, _ context: Context, _ span: SourceSpan) -> ExprID {
        switch name.kind {
        case .variable(let isChecked):
            let value = add(.importedGlobal(unit.importedVariable(name)), .any, span)
            guard isChecked else { return finish(value, context, span) }
            let failure = raiseUninitialized(unit.uninitialized(name), span)
            return finish(initialized(value, failure, span), context, span)
        case .record(.type, _, _, _):
            return finish(add(.importedGlobal(unit.importedVariable(name)), .any, span), context, span)
        case .procedure, .record, .foreign:
            let closure = add(.importedGlobal(unit.importedClosure(name)), .reference(.closure), span)
            return finish(add(.box(closure), .any, span), context, span)
        }
    }
}
