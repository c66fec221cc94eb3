// The functions of WASI preview 1 for files, environment and clock.

@_extern(wasm, module: "wasi_snapshot_preview1", name: "fd_prestat_get") @_extern(c)
func wasi_fd_prestat_get(_ descriptor: UInt32, _ result: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "fd_prestat_dir_name") @_extern(c)
func wasi_fd_prestat_dir_name(_ descriptor: UInt32, _ name: UInt32, _ length: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "path_open") @_extern(c)
func wasi_path_open(
    _ directory: UInt32, _ lookup: UInt32, _ path: UInt32, _ length: UInt32, _ how: UInt32, _ rights: UInt64, _ inherited: UInt64, _ flags: UInt32,
    _ result: UInt32
) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "path_filestat_get") @_extern(c)
func wasi_path_filestat_get(_ directory: UInt32, _ lookup: UInt32, _ path: UInt32, _ length: UInt32, _ result: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "path_create_directory") @_extern(c)
func wasi_path_create_directory(_ directory: UInt32, _ path: UInt32, _ length: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "path_remove_directory") @_extern(c)
func wasi_path_remove_directory(_ directory: UInt32, _ path: UInt32, _ length: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "path_unlink_file") @_extern(c)
func wasi_path_unlink_file(_ directory: UInt32, _ path: UInt32, _ length: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "path_readlink") @_extern(c)
func wasi_path_readlink(_ directory: UInt32, _ path: UInt32, _ length: UInt32, _ buffer: UInt32, _ size: UInt32, _ used: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "fd_filestat_get") @_extern(c)
func wasi_fd_filestat_get(_ descriptor: UInt32, _ result: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "fd_read") @_extern(c)
func wasi_fd_read(_ descriptor: UInt32, _ vectors: UInt32, _ count: UInt32, _ read: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "fd_readdir") @_extern(c)
func wasi_fd_readdir(_ descriptor: UInt32, _ buffer: UInt32, _ size: UInt32, _ cookie: UInt64, _ used: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "fd_close") @_extern(c)
func wasi_fd_close(_ descriptor: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "environ_sizes_get") @_extern(c)
func wasi_environ_sizes_get(_ count: UInt32, _ size: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "environ_get") @_extern(c)
func wasi_environ_get(_ pointers: UInt32, _ buffer: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "args_sizes_get") @_extern(c)
func wasi_args_sizes_get(_ count: UInt32, _ size: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "args_get") @_extern(c)
func wasi_args_get(_ pointers: UInt32, _ buffer: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "clock_time_get") @_extern(c)
func wasi_clock_time_get(_ clock: UInt32, _ precision: UInt64, _ result: UInt32) -> UInt32

@_extern(wasm, module: "wasi_snapshot_preview1", name: "poll_oneoff") @_extern(c)
func wasi_poll_oneoff(_ subscriptions: UInt32, _ events: UInt32, _ count: UInt32, _ result: UInt32) -> UInt32

/// Constants of WASI preview 1.
enum WASI {
    enum Lookup {
        /// A symbolic link at the end of a path is followed.
        static let followLinks: UInt32 = 1
        static let keepLinks: UInt32 = 0
    }

    enum Open {
        static let existing: UInt32 = 0
        static let create: UInt32 = 1
        static let directory: UInt32 = 2
        static let truncate: UInt32 = 8
    }

    enum Rights {
        static let read: UInt64 = 1 << 1
        static let write: UInt64 = 1 << 6
        static let readDirectory: UInt64 = 1 << 14
        static let status: UInt64 = 1 << 21
    }

    /// `fdflags`: every write goes to the end of the file.
    static let append: UInt32 = 1

    enum FileType {
        static let directory: UInt32 = 3
        static let regular: UInt32 = 4
        static let link: UInt32 = 7
    }

    /// Offsets in a `filestat`, 64 bytes.
    enum Status {
        static let type: UInt32 = 16
        static let size: UInt32 = 32
        static let accessed: UInt32 = 40
        static let modified: UInt32 = 48
    }

    /// Offsets in a `subscription` to a clock, 48 bytes. An `event` has 32.
    enum Subscription {
        static let clock: UInt32 = 16
        static let timeout: UInt32 = 24
        static let size: UInt32 = 48
        static let eventSize: UInt32 = 32
    }

    enum Clock {
        static let realtime: UInt32 = 0
        static let monotonic: UInt32 = 1
    }

    /// Offsets in a `dirent`, which the name follows.
    enum Entry {
        static let next: UInt32 = 0
        static let nameLength: UInt32 = 16
        static let size: UInt32 = 24
    }
}

/// Where WASI functions put small results: 64 bytes for a `filestat`, then 16 for an `iovec` and a count.
private nonisolated(unsafe) var systemScratch = InlineArray<10, UInt64>(repeating: 0)

@inline(__always) func systemResult() -> UInt32 { address(of: &systemScratch) }
@inline(__always) func systemVector() -> UInt32 { systemResult() &+ 64 }
