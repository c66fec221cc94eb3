/// What compiled code needs of `std:ai/control` (`runtime-wasm/std/ai/control.ai`).
enum ControlProcedure: String, CaseIterable {
    /// (procedure list): any arguments.
    case applyList = "%apply-list"
    /// Raises a pending error of the runtime.
    case landed = "%landed"
    case guardEnter = "%guard-enter"
    case guardExit = "%guard-exit"
    /// (tag) -> payload, or `absent` if the signal is meant for others.
    case guardCatch = "%guard-catch"
    case unwindSave = "%unwind-save"
    case unwindResume = "%unwind-resume"
    case escapeEnter = "%escape-enter"
    case escapeProcedure = "%escape-procedure"
    case escapeExit = "%escape-exit"
    case escapeCatch = "%escape-catch"
    /// (list of parameters and values in turn) -> what to restore.
    case parameterizeEnter = "%parameterize-enter"
    case parameterizeExit = "%parameterize-exit"

    static var module: String { "control" }

    var shape: ProcedureShape {
        switch self {
        case .applyList: ProcedureShape(parameters: 2, hasRest: false)
        case .landed, .guardEnter, .unwindSave, .escapeEnter: ProcedureShape(parameters: 0, hasRest: false)
        default: ProcedureShape(parameters: 1, hasRest: false)
        }
    }
}
