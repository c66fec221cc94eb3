import RuntimeABI

/// Ports and files (8.5), and the surroundings of the program (8.6).
extension Library {
    private static let io = RowMaker(module: "io")
    private static let time = RowMaker(module: "time")
    private static let control = RowMaker(module: "control")
    private static let effects: RuntimeFunction.Effects = [.allocates, .raises, .external]

    static let ports: [LibraryProcedure] = portPredicates + memoryPorts + input + outputOfParts + files

    private static let portPredicates: [LibraryProcedure] = [
        io.value("%port-state", "index", "ai_port_state", .allocates, "The state of a port parameter."),
        io.predicate("port?", "value", "ai_is_port", .pure, "Whether it is a port."),
        io.predicate("input-port?", "value", "ai_is_input_port", "Whether it is an input port."),
        io.predicate("output-port?", "value", "ai_is_output_port", "Whether it is an output port."),
        io.predicate("textual-port?", "value", "ai_is_textual_port", "Whether it is a port of characters."),
        io.predicate("binary-port?", "value", "ai_is_binary_port", "Whether it is a port of bytes."),
        io.predicate("input-port-open?", "port", "ai_is_input_port_open", [.allocates, .raises], "Whether an input port is open."),
        io.predicate("output-port-open?", "port", "ai_is_output_port_open", [.allocates, .raises], "Whether an output port is open."),
        io.command("close-port", "port", synonyms: "close-input-port close-output-port", "ai_close_port", effects, "Closes a port."),
        io.command("flush-output-port", "? port", "ai_flush_port", effects, "Writes out what waits."),
        io.value("eof-object", "", "ai_eof_object", .pure, "The end-of-file object."),
        io.predicate("eof-object?", "value", "ai_is_eof", .pure, "Whether it is the end-of-file object."),
    ]

    private static let memoryPorts: [LibraryProcedure] = [
        io.value("open-input-string", "string", "ai_open_input_string", "A port that gives the characters."),
        io.value("open-output-string", "", "ai_open_output_string", "A port that collects characters."),
        io.value("get-output-string", "port", "ai_get_output_string", "What was written to a string port."),
        io.value("open-input-bytevector", "bytevector", "ai_open_input_bytevector", "A port that gives the bytes."),
        io.value("open-output-bytevector", "", "ai_open_output_bytevector", "A port that collects bytes."),
        io.value("get-output-bytevector", "port", "ai_get_output_bytevector", "What was written to a bytevector port."),
    ]

    private static let input: [LibraryProcedure] = [
        io.value("read", "? port", "ai_read", effects, "The next datum, or the end-of-file object."),
        io.value("read-line", "? port", "ai_read_line", effects, "The text up to the end of the line."),
        io.value("read-char", "? port", "ai_read_char", effects, "The next character."),
        io.value("peek-char", "? port", "ai_peek_char", effects, "The next character, which stays."),
        io.predicate("char-ready?", "? port", "ai_is_char_ready", effects, "Whether a character can be read at once."),
        io.value("read-string", "count ? port", "ai_read_string", effects, "At most so many characters."),
        io.value("read-u8", "? port", "ai_read_u8", effects, "The next byte."),
        io.value("peek-u8", "? port", "ai_peek_u8", effects, "The next byte, which stays."),
        io.predicate("u8-ready?", "? port", "ai_is_u8_ready", effects, "Whether a byte can be read at once."),
        io.value("read-bytevector", "count ? port", "ai_read_bytevector", effects, "At most so many bytes."),
        io.value("read-bytevector!", "bytevector ? port start end", "ai_read_bytevector_into", effects, "Fills a bytevector; how many bytes came."),
    ]

    private static let outputOfParts: [LibraryProcedure] = [
        io.command("write-char", "char ? port", "ai_write_char", effects, "Writes a character."),
        io.command("write-string", "string ? port start end", "ai_write_string", effects, "Writes characters."),
        io.command("write-u8", "byte ? port", "ai_write_u8", effects, "Writes a byte."),
        io.command("write-bytevector", "bytevector ? port start end", "ai_write_bytevector", effects, "Writes bytes."),
    ]

    private static let files: [LibraryProcedure] = [
        io.value("open-input-file", "path", "ai_open_input_file", effects, "A port that reads a text file."),
        io.value("open-output-file", "path", "ai_open_output_file", effects, "A port that writes a text file anew."),
        io.value("open-binary-input-file", "path", "ai_open_binary_input_file", effects, "A port that reads the bytes of a file."),
        io.value("open-binary-output-file", "path", "ai_open_binary_output_file", effects, "A port that writes the bytes of a file anew."),
        io.predicate("file-exists?", "path", "ai_file_exists", effects, "Whether there is a file or directory."),
        io.command("delete-file", "path", "ai_delete_file", effects, "Deletes a file."),
        io.value("file-read", "path", "ai_file_read", effects, "The text of a file."),
        io.command("file-write", "path text", "ai_file_write", effects, "Writes a file anew."),
        io.command("file-append", "path text", "ai_file_append", effects, "Adds to the end of a file."),
        io.command("file-delete", "path", "ai_file_delete", effects, "Deletes a file."),
        io.value("file-read-lines", "path", "ai_file_read_lines", effects, "The lines of a file."),
        io.command("file-write-lines", "path lines", "ai_file_write_lines", effects, "Writes lines to a file anew."),
        io.value("dir-list", "path", "ai_dir_list", effects, "The names in a directory, sorted."),
        io.command("dir-create", "path", "ai_dir_create", effects, "Makes a directory."),
        io.value("current-directory", "", "ai_current_directory", effects, "Where relative paths begin: `/` or `.`."),
    ]

    static let surroundings: [LibraryProcedure] = [
        control.value("command-line", "", "ai_command_line", effects, "The program's name and its arguments."),
        control.value("get-environment-variable", "name", "ai_environment_variable", effects, "The value of a variable, or #f."),
        control.value("get-environment-variables", "", "ai_environment_variables", effects, "Pairs of names and values."),
        control.value("features", "", "ai_features", .allocates, "The symbols that `cond-expand` knows."),
        time.value("current-second", "", "ai_current_second", .external, "Seconds since 1970, a float."),
        time.value("current-time", "", "ai_current_time", .external, "Whole seconds since 1970."),
        time.value("current-millis", "", "ai_current_millis", .external, "Whole milliseconds since 1970."),
        time.value("current-jiffy", "", "ai_current_jiffy", effects, "Nanoseconds since some moment."),
        time.value("jiffies-per-second", "", "ai_jiffies_per_second", .pure, "1000000000."),
        time.command("sleep", "seconds", "ai_sleep", effects, "Waits."),
        time.value("random", "? limit", "ai_random", effects, "A random float below 1, or number below a limit."),
        time.value("random-integer", "limit", "ai_random_integer", effects, "A random integer below a limit."),
        time.command("random-seed!", "seed", "ai_random_seed", "Makes the random numbers that follow the same each time."),
        time.value("random-choice", "list", "ai_random_choice", effects, "A random element."),
        time.value("shuffle", "list", "ai_shuffle", effects, "The elements in random order."),
    ]
}
