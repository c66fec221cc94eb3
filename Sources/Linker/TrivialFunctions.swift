import Basics
import WasmFormat

/// Functions whose calls are replaced by what they do.
///
/// These are functions that begin by pushing their first parameters in order, so that the arguments already lie on the operand stack as they
/// want them, and that go on with a few instructions without control flow and locals: empty functions, those that return an argument,
/// a constant or a variable, those that call another function with the same arguments, and small calculations.
struct TrivialFunctions: Sendable {
    struct Body: Hashable, Sendable {
        /// The file of the function.
        var file: Int
        /// How many arguments at the end the function does not use.
        var drops: Int
        /// What it does, in the file's input, without a tail call at the end.
        var instructions: Range<Int>
        /// The function that it calls, and whether it does so in place of returning.
        var callee: FunctionID?
        var isTailCall = false
    }

    /// Longest sequence of instructions that replaces a call, and longest body that is looked at, in bytes.
    private static let maximumSize = 10
    private static let maximumBody = 40
    /// Replaced calls in replaced calls go no deeper. So a circle of functions that call each other is not replaced.
    private static let maximumNesting = 8

    /// By function, its position among the bodies plus one, or 0; empty if no call is to be replaced.
    private var numbers: [UInt32] = []
    private var bodies: [Body] = []

    /// No function at all.
    init() {}

    /// Finds the functions. Only the shortest bodies are read.
    init(_ program: Program) {
        numbers = [UInt32](repeating: 0, count: program.functions.count)
        for id in program.functions.indices {
            guard let body = Self.body(of: id, program) else { continue }
            bodies.append(body)
            numbers[id.offset] = UInt32(bodies.count)
        }
        let found = self
        for id in program.functions.indices {
            guard let body = found[id] else { continue }
            var callee = body.callee
            var nesting = 0
            while let next = callee, let body = found[next], nesting <= Self.maximumNesting {
                callee = body.callee
                nesting += 1
            }
            if nesting > Self.maximumNesting { numbers[id.offset] = 0 }
        }
    }

    /// What replaces calls of a function; `nil` if they stay.
    @inline(__always)
    subscript(function: FunctionID) -> Body? {
        guard !numbers.isEmpty, numbers[function.offset] != 0 else { return nil }
        return bodies[Int(numbers[function.offset]) - 1]
    }

    private static func body(of id: FunctionID, _ program: Program) -> Body? {
        guard case .object(let file, let position) = program.functions[id].origin else { return nil }
        let body = program.files[file].module.bodies[position]
        guard body.range.count <= maximumBody else { return nil }
        return try? read(body, file, program, parameters: program.type(of: id).parameters.count)
    }

    private static func read(_ code: FunctionBody, _ file: Int, _ program: Program, parameters: Int) throws(WasmError) -> Body? {
        var reader = InstructionReader(program.files[file].module.bytes, code.instructions)
        var body = Body(file: file, drops: parameters, instructions: code.instructions)
        var start = code.instructions.lowerBound
        var end = start
        while try reader.next() {
            guard !body.isTailCall || reader.opcode == .end else { return nil }
            switch reader.immediates {
            case .local where reader.opcode == .localGet && reader.start == start:
                guard body.drops > 0, Int(reader.first) == parameters - body.drops else { return nil }
                body.drops -= 1
                start = reader.end
                end = start
                continue
            case .function where reader.opcode == .call || reader.opcode == .returnCall:
                let functions = program.bindings[file].functions
                guard body.callee == nil, Int(reader.first) < functions.count, let callee = functions[Int(reader.first)] else { return nil }
                body.callee = callee
                body.isTailCall = reader.opcode == .returnCall
                if body.isTailCall { continue }
            case .none:
                switch reader.opcode {
                case .end: continue
                case .unreachable, .else, .return: return nil
                default: break
                }
            case .global:
                // Broken code is left for those who report it.
                let globals = program.bindings[file].globals
                guard Int(reader.first) < globals.count, globals[Int(reader.first)].isVariable || reader.opcode == .globalGet else { return nil }
            case .i32, .i64, .f32, .f64, .memoryAccess: break
            default: return nil
            }
            end = reader.end
        }
        body.instructions = start..<end
        return body.instructions.count <= maximumSize ? body : nil
    }
}
