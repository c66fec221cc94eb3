import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// What the module as a whole declares: dependencies, variables, exports, initializer.
extension ModuleLowering {
    func addDependencies() {
        var seen: Set<ModuleID> = []
        for dependency in typed.dependencies {
            if seen.insert(dependency.module).inserted {
                module.dependencies.append(LinkDependency(
                    module: dependency.module, interfaceHash: context.interfaceHashes[dependency.module] ?? "", span: dependency.span,
                    position: file.position(of: Int(dependency.span.start)), specifier: dependency.specifier))
            }
            for name in dependency.names {
                module.imports.append(LinkImport(
                    module: dependency.module, name: name.name, alias: name.alias, span: name.span,
                    position: file.position(of: Int(name.span.start))))
            }
        }
    }

    /// Gives every module variable a global, or leaves it to the initializer as a local when no function and no other module can see it.
    func declareVariables() {
        let exported = Set(typed.exportedSymbols.map(\.symbol))
        let usedInFunctions = Set(index.uses.lazy.filter { $0.owner != nil }.map(\.symbol))
        for item in typed.tree.items {
            guard case .statement(let statement) = item.kind, case .variable(let declaration) = typed.tree.statements[statement].kind,
                let symbol = typed.statementSymbols[statement.offset]
            else { continue }
            let constant = early.contains(symbol) ? nil : constantValue(of: declaration.initializer, as: typed.symbols[symbol].type)
            if constant == nil, !exported.contains(symbol), !usedInFunctions.contains(symbol) { continue }
            declareGlobal(symbol, constant)
        }
    }

    private func declareGlobal(_ id: SymbolID, _ constant: Constant?) {
        let symbol = typed.symbols[id]
        let null = symbol.type.storageType == .any ? Constant.any(NaNBox.Immediate.null.bits) : nil
        let global = module.globals.append(Global(name: symbol.name, type: symbol.type.storageType, initialValue: constant ?? null))
        var place = Place(storage: .global(global), type: symbol.type)
        if early.contains(id) {
            place.initialized = module.globals.append(Global(name: "\(symbol.name) initialized", type: .bool, initialValue: .bool(false)))
        }
        variables[id] = place
        if constant != nil { constants.insert(id) }
    }

    /// The constant that a literal is in a variable of `type`; nil when code has to run.
    private func constantValue(of id: ExpressionID, as type: Type) -> Constant? {
        let literal: Constant
        switch typed.tree.expressions[id].kind {
        case .number(let value): literal = .f64(value)
        case .bool(let value): literal = .bool(value)
        case .string(let value): literal = .string(value)
        case .null: literal = .any(NaNBox.Immediate.null.bits)
        case .unary(.negate, let operand):
            guard case .number(let value) = typed.tree.expressions[operand].kind else { return nil }
            literal = .f64(-value)
        default: return nil
        }
        switch (literal, type.storageType) {
        case (.f64, .f64), (.bool, .bool), (.string, .reference(.string)), (.any, .any): return literal
        case (.f64(let value), .any): return .any(value.bitPattern)
        case (.bool(let value), .any): return .any((value ? NaNBox.Immediate.true : .false).bits)
        default: return nil
        }
    }

    func addExports() {
        for (name, symbol) in typed.exportedSymbols {
            switch typed.symbols[symbol].kind {
            case .function(let function):
                if let target = functions[function] { module.exports.append(Export(name: name, target: .function(target))) }
                if !isStandard {
                    module.exports.append(Export(name: ReservedNames.closurePrefix + name, target: .closure(closure(of: function))))
                }
            default:
                if case .global(let global)? = variables[symbol]?.storage {
                    module.exports.append(Export(name: name, target: .global(global)))
                }
            }
        }
    }

    /// Runs the top-level statements; absent when nothing is left to do.
    func lowerInitializer() {
        let function = Core.Function(name: "initializer of \(typed.module)", parameters: [], result: .unit, span: .none)
        let lowering = FunctionLowering(self, nil, function)
        let statements = typed.tree.items.compactMap { item -> StatementID? in
            if case .statement(let statement) = item.kind { return statement }
            return nil
        }
        let body = lowering.lowerStatements(statements, .none)
        lowering.finish(body)
        if case .sequence(let items) = lowering.function.expressions[body].kind, items.isEmpty { return }
        if case .constant = lowering.function.expressions[body].kind { return }
        module.initializer = module.functions.append(lowering.function)
    }
}
