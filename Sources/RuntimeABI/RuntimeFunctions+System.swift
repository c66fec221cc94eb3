/// Clock, files, environment. Functions that take a path report failures of the system as AT0300 or AT0400.
extension RuntimeFunction {
    // Time
    /// (whole Unix seconds) -> instant.
    public static let dateTimeMake = RuntimeFunction("date_time_make", [.f64], .i64, [.allocates])
    /// Whole Unix seconds of the realtime clock.
    public static let clockSeconds = RuntimeFunction("clock_seconds", [], .f64, [.external])
    /// (year, month 1–12, day) -> days since 1970-01-01. The day may lie outside of its month.
    public static let calendarDays = RuntimeFunction("calendar_days", [.f64, .f64, .f64], .f64, [.pure])
    /// (days since 1970-01-01, 0 year | 1 month | 2 day | 3 day of the year) -> that part of the date.
    public static let calendarPart = RuntimeFunction("calendar_part", [.f64, .f64], .f64, [.pure])

    static let time: [RuntimeFunction] = [dateTimeMake, clockSeconds, calendarDays, calendarPart]

    // Files. The first argument is the path.
    public static let fileRead = RuntimeFunction("file_read", [.i32, .i32], .i32, [.allocates, .fails, .external])
    public static let fileWrite = RuntimeFunction("file_write", [.i32, .i32, .i32], nil, [.allocates, .fails, .external])
    public static let fileAppend = RuntimeFunction("file_append", [.i32, .i32, .i32], nil, [.allocates, .fails, .external])
    public static let fileRemove = RuntimeFunction("file_remove", [.i32, .i32], nil, [.allocates, .fails, .external])
    public static let fileExists = RuntimeFunction("file_exists", [.i32], .i32, [.allocates, .external])
    /// (path, 0 size | 1 time of modification | 2 time of access | 3 WASI file type, site).
    public static let fileNumber = RuntimeFunction("file_number", [.i32, .f64, .i32], .f64, [.allocates, .fails, .external])
    /// (path, WASI file type, site) -> 0 or 1.
    public static let fileIs = RuntimeFunction("file_is", [.i32, .f64, .i32], .i32, [.allocates, .fails, .external])
    /// (path, site) -> a JSON object with `size`, `modified`, `isFile` and `isDir`.
    public static let fileInfo = RuntimeFunction("file_info", [.i32, .i32], .i64, [.allocates, .fails, .external])
    public static let directoryRead = RuntimeFunction("directory_read", [.i32, .i32], .i32, [.allocates, .fails, .external])
    public static let directoryWalk = RuntimeFunction("directory_walk", [.i32, .i32], .i32, [.allocates, .fails, .external])
    public static let directoryMake = RuntimeFunction("directory_make", [.i32, .i32], nil, [.allocates, .fails, .external])
    public static let directoryMakeAll = RuntimeFunction("directory_make_all", [.i32, .i32], nil, [.allocates, .fails, .external])
    public static let directoryRemove = RuntimeFunction("directory_remove", [.i32, .i32], nil, [.allocates, .fails, .external])
    public static let directoryRemoveAll = RuntimeFunction("directory_remove_all", [.i32, .i32], nil, [.allocates, .fails, .external])

    static let files: [RuntimeFunction] = [
        fileRead, fileWrite, fileAppend, fileRemove, fileExists, fileNumber, fileIs, fileInfo, directoryRead, directoryWalk, directoryMake,
        directoryMakeAll, directoryRemove, directoryRemoveAll,
    ]

    // Paths and environment
    public static let pathNormalize = RuntimeFunction("path_normalize", [.i32], .i32, [.allocates])
    /// (path) -> the same from the root, if relative paths begin there.
    public static let pathAbsolute = RuntimeFunction("path_absolute", [.i32], .i32, [.allocates, .external])
    public static let pathCanonical = RuntimeFunction("path_canonical", [.i32, .i32], .i32, [.allocates, .fails, .external])
    /// `/` or `.`
    public static let currentDirectory = RuntimeFunction("current_directory", [], .i32, [.allocates, .external])
    /// Array of strings, without the program's name.
    public static let programArguments = RuntimeFunction("program_arguments", [], .i32, [.allocates, .external])
    /// (name) -> string or null.
    public static let environmentValue = RuntimeFunction("environment_value", [.i32], .i64, [.allocates, .external])
    /// A JSON object.
    public static let environmentValues = RuntimeFunction("environment_values", [], .i64, [.allocates, .external])

    static let surroundings: [RuntimeFunction] = [
        pathNormalize, pathAbsolute, pathCanonical, currentDirectory, programArguments, environmentValue, environmentValues,
    ]

    static let system: [RuntimeFunction] = time + files + surroundings
}
