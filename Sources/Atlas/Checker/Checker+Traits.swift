import Basics
import Diagnostics

/// A trait and the signatures of its methods.
struct TraitInfo {
    var name: String
    var span: SourceSpan
    var typeParameters: [TypeParameter] = []
    var methods: [String: FunctionType] = [:]
    /// The methods in source order.
    var methodNames: [String] = []
    /// Where the methods are declared.
    var methodSpans: [String: SourceSpan] = [:]

    /// The traits that the language brings.
    static let builtin: [String: TraitInfo] = {
        func trait(_ name: String, _ method: String? = nil, _ result: Type = .void) -> TraitInfo {
            var info = TraitInfo(name: name, span: .none)
            if let method {
                info.methods[method] = FunctionType(parameters: [.init(name: "self", type: .unknown)], result: result)
                info.methodNames = [method]
            }
            return info
        }
        let all = [
            trait("Copy"), trait("Move"), trait("Drop", "drop"), trait("Display", "display", .string),
            trait("Debug", "debug_repr", .string),
        ]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }()
}

/// An impl of a trait for a type.
struct Implementation {
    var trait: String
    var target: Type
    var targetName: String
    var span: SourceSpan
    var methods: [String: FunctionID] = [:]
}

extension Checker {
    mutating func reportUnknownTrait(_ name: Identifier) {
        error(
            "AT3032", "Trait '\(name.text)' is not defined", name.span, label: "no trait has this name",
            help: suggestions(for: name.text, among: Array(traits.keys), Array(TraitInfo.builtin.keys)))
    }

    /// Declares all traits, then reads their signatures, which may mention one another.
    mutating func declareTraits() {
        var own: [TraitSyntax] = []
        for item in tree.items {
            guard case .traitDeclaration(let syntax) = item.kind else { continue }
            if TraitInfo.builtin[syntax.name.text] != nil {
                error("AT3030", "Cannot redefine built-in trait '\(syntax.name.text)'", syntax.name.span, label: "built in")
            } else if let existing = traits[syntax.name.text] {
                error(
                    "AT3031", "Trait '\(syntax.name.text)' is already defined", syntax.name.span, label: "defined a second time here",
                    secondary: [secondary(existing.span, "first defined here")])
            } else {
                traits[syntax.name.text] = TraitInfo(name: syntax.name.text, span: syntax.name.span)
                own.append(syntax)
            }
        }
        for syntax in own { readTrait(syntax) }
    }

    private mutating func readTrait(_ syntax: TraitSyntax) {
        let outer = typeParameters
        var info = TraitInfo(name: syntax.name.text, span: syntax.name.span)
        for parameter in syntax.typeParameters {
            let own = makeTypeParameter(parameter.name.text)
            info.typeParameters.append(own)
            typeParameters[own.name] = own
        }
        for method in syntax.methods {
            let name = tree.functions[method].name
            if info.methods[name.text] != nil {
                error(
                    "AT2003", "Function '\(name.text)' is already defined", name.span, label: "defined a second time here",
                    secondary: [info.methodSpans[name.text].flatMap { secondary($0, "first defined here") }])
                continue
            }
            info.methodSpans[name.text] = name.span
            info.methods[name.text] = signature(method)
            info.methodNames.append(name.text)
            traitsByMethod[name.text, default: []].append(info.name)
        }
        traits[info.name] = info
        typeParameters = outer
    }

    // MARK: Impls

    /// Enters all impls, so that methods can be called before them in the text.
    mutating func declareImplementations() {
        for item in tree.items {
            guard case .implementation(let syntax) = item.kind else { continue }
            declare(syntax)
        }
    }

    private mutating func declare(_ syntax: ImplementationSyntax) {
        var arguments: [Type] = []
        for argument in syntax.typeArguments { arguments.append(resolve(argument)) }
        var implementation = Implementation(
            trait: syntax.traitName.text, target: resolveTarget(syntax.target), targetName: syntax.target.text, span: syntax.target.span)
        for method in syntax.methods {
            let name = tree.functions[method].name
            typed.functions[method.offset] = FunctionInfo(symbol: nil, type: signature(method), parameters: [], parent: nil)
            guard let first = implementation.methods[name.text] else {
                implementation.methods[name.text] = method
                continue
            }
            error(
                "AT2003", "Function '\(name.text)' is already defined", name.span, label: "defined a second time here",
                secondary: [secondary(tree.functions[first].name.span, "first defined here")])
        }
        guard let trait = traits[syntax.traitName.text] ?? TraitInfo.builtin[syntax.traitName.text] else {
            reportUnknownTrait(syntax.traitName)
            return
        }
        if trait.typeParameters.count != arguments.count, !(arguments.isEmpty && trait.span == .none) {
            error(
                "AT3001", "Generic type '\(trait.name)' expects \(trait.typeParameters.count) type argument(s), found \(arguments.count)",
                syntax.traitName.span, label: "expected \(trait.typeParameters.count), found \(arguments.count)",
                secondary: [secondary(trait.span, "declared here")])
        } else {
            checkSignatures(implementation, trait, arguments, syntax)
        }
        enter(implementation, trait, syntax)
    }

    private mutating func enter(_ implementation: Implementation, _ trait: TraitInfo, _ syntax: ImplementationSyntax) {
        for index in implementationsByTrait[trait.name] ?? [] {
            let other = implementationTable[index]
            let isSame = implementation.target.isUnknown || other.target.isUnknown
                ? implementation.targetName == other.targetName : Type.same(implementation.target, other.target)
            guard isSame else { continue }
            error(
                "AT3029", "'\(syntax.target.text)' already implements '\(trait.name)'", syntax.target.span, label: "a second impl",
                secondary: [secondary(other.span, "the first impl")])
            return
        }
        let index = implementationTable.count
        implementationTable.append(implementation)
        implementationsByTrait[trait.name, default: []].append(index)
        for name in implementation.methods.keys { implementationsByMethod[name, default: []].append(index) }
        let methods = syntax.methods.map { (name: tree.functions[$0].name.text, function: $0) }
        typed.implementations.append(ImplementationInfo(traitName: trait.name, target: implementation.target, methods: methods))
    }

    /// The type named after `for`. Any name will do: one that nothing declares is opaque.
    private mutating func resolveTarget(_ name: Identifier) -> Type {
        if let index = aliasesByName[name.text], aliases[index].parameters.isEmpty {
            return .alias(name: name.text, arguments: [], expansion: aliases[index].expansion)
        }
        switch name.text {
        case "number": return .number
        case "string": return .string
        case "bool": return .bool
        case "null": return .null
        case "array": return .array(.unknown)
        case "json", "JsonValue": return .json
        default: return .unknown
        }
    }

    private mutating func checkSignatures(
        _ implementation: Implementation, _ trait: TraitInfo, _ arguments: [Type], _ syntax: ImplementationSyntax
    ) {
        var types: [Int: Type] = [:]
        for (parameter, argument) in zip(trait.typeParameters, arguments) { types[parameter.id] = argument }
        for name in trait.methodNames {
            guard let required = trait.methods[name]?.substituting(types).withoutReceiver else { continue }
            guard let id = implementation.methods[name], let found = typed.functions[id.offset]?.type.withoutReceiver else {
                error(
                    "AT3033", "Impl of '\(trait.name)' for '\(syntax.target.text)' is missing required method '\(name)'",
                    syntax.target.span, label: "`\(name)` is missing", secondary: [requirement(name, trait)],
                    help: missingMethodHelp(name, trait, implementation))
                continue
            }
            let renamed = rename(found, like: required)
            let fit = required.parameters.count == renamed.parameters.count
                && required.typeParameters.count == found.typeParameters.count
                && zip(required.parameters, renamed.parameters).allSatisfy { isConsistent($0.type, $1.type) }
            if !fit || !isConsistent(required.result, renamed.result) {
                error(
                    "AT3034",
                    "Method '\(name)' in impl of '\(trait.name)' for '\(syntax.target.text)' has wrong \(fit ? "return type" : "parameter types")",
                    tree.functions[id].name.span, label: "the trait has \(required)",
                    secondary: [requirement(name, trait)])
            }
        }
    }

    private func requirement(_ method: String, _ trait: TraitInfo) -> DiagnosticLabel? {
        secondary(trait.methodSpans[method] ?? trait.span, "required by this trait")
    }

    /// A method of the impl that may have been meant for the missing one.
    private mutating func missingMethodHelp(_ name: String, _ trait: TraitInfo, _ implementation: Implementation) -> [String] {
        let others = implementation.methods.keys.filter { trait.methods[$0] == nil }
        guard !others.isEmpty, let close = closestMatches(to: name, among: others.sorted()).first else { return [] }
        return ["the impl has `\(close)`, which the trait does not have: should it be `\(name)`?"]
    }

    /// The signature with the type parameters of another one in place of its own.
    private func rename(_ found: FunctionType, like required: FunctionType) -> FunctionType {
        var types: [Int: Type] = [:]
        for (own, other) in zip(found.typeParameters, required.typeParameters) { types[own.id] = .parameter(other) }
        return found.substituting(types)
    }

    /// The types are the same as far as they are known.
    private func isConsistent(_ left: Type, _ right: Type) -> Bool { fits(left, right) && fits(right, left) }

    mutating func checkMethodBodies(_ syntax: ImplementationSyntax) {
        for method in syntax.methods { checkBody(method, isMethod: true) }
    }

    // MARK: Bounds

    /// Whether values of the type have what `trait` promises.
    func implements(_ type: Type, _ trait: String) -> Bool {
        switch type.stripped {
        case .unknown, .never: return true
        case .union(let members): return members.allSatisfy { implements($0, trait) }
        case .intersection(let members): return members.contains { implements($0, trait) }
        case .parameter(let parameter):
            if parameter.traits.contains(trait) { return true }
            return parameter.constraint.map { implements($0, trait) } ?? false
        case .number, .string, .bool, .null, .void, .array, .json, .function:
            if trait == "Copy" { return true }
        default: break
        }
        // A trait of another module is not known here; its functions find the method at run time.
        if traits[trait] == nil, TraitInfo.builtin[trait] == nil { return true }
        return (implementationsByTrait[trait] ?? []).contains { index in
            let target = implementationTable[index].target
            return !target.isUnknown && fits(type, target)
        }
    }
}
