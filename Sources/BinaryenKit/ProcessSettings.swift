import CBinaryen
import Glibc

/// What Binaryen's threads work on. It is one thing for the whole process: whatever is chosen first.
public enum BinaryenThreads: Sendable {
    /// The caller's threads work on modules of their own at the same time.
    case modules
    /// One module at a time; Binaryen's own threads share its functions. Good for one large module.
    case functions

    public static func choose(_ threads: BinaryenThreads) { shared.choose(threads) }
}

/// Settings that Binaryen keeps for the whole process. Those that are `nil` do not matter.
struct ProcessSettings {
    var optimizeLevel: Int?
    var shrinkLevel: Int?
    var oneCallerLimit: Int?
    var keepsNames: Bool?

    /// Does something for which these settings must hold, at the same time as others that want the same, if modules are worked on at the same time.
    func use<Result>(_ body: () -> Result) -> Result {
        shared.begin(self)
        defer { shared.end() }
        return body()
    }

    /// Whether nothing that matters here is different there.
    fileprivate func agrees(with other: ProcessSettings) -> Bool {
        func agree<Value: Equatable>(_ wanted: Value?, _ there: Value?) -> Bool { wanted == nil || wanted == there }
        return agree(optimizeLevel, other.optimizeLevel) && agree(shrinkLevel, other.shrinkLevel)
            && agree(oneCallerLimit, other.oneCallerLimit) && agree(keepsNames, other.keepsNames)
    }

    fileprivate func apply() {
        if let optimizeLevel { BinaryenSetOptimizeLevel(Int32(clamping: optimizeLevel)) }
        if let shrinkLevel { BinaryenSetShrinkLevel(Int32(clamping: shrinkLevel)) }
        if let oneCallerLimit { BinaryenSetOneCallerInlineMaxSize(BinaryenIndex(clamping: oneCallerLimit)) }
        if let keepsNames { BinaryenSetDebugInfo(keepsNames) }
    }

    /// These settings, and where they do not matter those of before.
    fileprivate func filled(from before: ProcessSettings) -> ProcessSettings {
        ProcessSettings(
            optimizeLevel: optimizeLevel ?? before.optimizeLevel, shrinkLevel: shrinkLevel ?? before.shrinkLevel,
            oneCallerLimit: oneCallerLimit ?? before.oneCallerLimit, keepsNames: keepsNames ?? before.keepsNames)
    }
}

private let shared = SharedSettings()

/// The settings that hold, and who relies on them.
private final class SharedSettings: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let isFree = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var threads: BinaryenThreads?
    /// Binaryen's pool of threads is as it was chosen.
    private var isPrepared = false
    private var current = ProcessSettings()
    private var users = 0

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(isFree, nil)
    }

    func choose(_ wanted: BinaryenThreads) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if threads == nil { threads = wanted }
    }

    func begin(_ wanted: ProcessSettings) {
        choose(.functions)
        pthread_mutex_lock(mutex)
        if !isPrepared, threads == .modules { Self.goWithoutThreads() }
        isPrepared = true
        while users > 0, threads == .functions || !wanted.agrees(with: current) { pthread_cond_wait(isFree, mutex) }
        if users == 0 {
            wanted.apply()
            current = wanted.filled(from: current)
        }
        users += 1
        pthread_mutex_unlock(mutex)
    }

    func end() {
        pthread_mutex_lock(mutex)
        users -= 1
        if users == 0 { pthread_cond_broadcast(isFree) }
        pthread_mutex_unlock(mutex)
    }

    /// Makes Binaryen's pool of threads an empty one, for good. Only one caller at a time may use a pool that is not empty.
    private static func goWithoutThreads() {
        let variable = "BINARYEN_CORES"
        let before = getenv(variable).map { String(cString: $0) }
        setenv(variable, "1", 1)
        // The first pass that would use the pool makes it.
        let module = BinaryenModuleCreate()
        "vacuum".withCString { name in
            var passes: [UnsafePointer<CChar>?] = [name]
            BinaryenModuleRunPasses(module, &passes, 1)
        }
        BinaryenModuleDispose(module)
        if let before { setenv(variable, before, 1) } else { unsetenv(variable) }
    }
}
