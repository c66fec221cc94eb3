import RuntimeABI

/// Symbols, characters and strings (8.2).
extension Library {
    private static let chars = RowMaker(module: "chars")
    private static let text = RowMaker(module: "strings")
    private static let checks: RuntimeFunction.Effects = [.allocates, .raises]

    static let names: [LibraryProcedure] = [
        text.predicate("symbol?", "value", "ai_is_symbol", .pure, "Whether it is a symbol."),
        text.chain("symbol=?", ". symbols", "ai_symbol_equal", "Whether the symbols are the same."),
        text.chain("symbol<?", ". symbols", "ai_symbol_less", "Whether the names are in order."),
        text.value("symbol->string", "symbol", "ai_symbol_to_string", "The name of a symbol."),
        text.value("string->symbol", "string", "ai_string_to_symbol", "The symbol of a name."),
        text.value("symbol-append", ". symbols", "ai_symbol_append", "The symbol whose name is made of the names."),
        text.value("gensym", "? prefix", "ai_gensym", "A symbol that is no other."),
        text.predicate("keyword?", "value", "ai_is_keyword", .pure, "Whether it is a keyword."),
        text.value("keyword->string", "keyword", "ai_keyword_to_string", "The name of a keyword, without the colon."),
        text.value("string->keyword", "string", "ai_string_to_keyword", "The keyword of a name."),
    ]

    static let characters: [LibraryProcedure] = [
        chars.predicate("char?", "value", "ai_is_char", .pure, "Whether it is a character."),
        chars.chain("char=?", ". chars", "ai_char_equal", "Whether the characters are the same."),
        chars.chain("char<?", ". chars", "ai_char_less", "Whether each character comes before the next."),
        chars.chain("char>?", ". chars", "ai_char_greater", "Whether each character comes after the next."),
        chars.chain("char<=?", ". chars", "ai_char_not_greater", "Whether no character comes after the next."),
        chars.chain("char>=?", ". chars", "ai_char_not_less", "Whether no character comes before the next."),
        chars.chain("char-ci=?", ". chars", "ai_char_ci_equal", "The same without regard to case."),
        chars.chain("char-ci<?", ". chars", "ai_char_ci_less", "The same without regard to case."),
        chars.chain("char-ci>?", ". chars", "ai_char_ci_greater", "The same without regard to case."),
        chars.chain("char-ci<=?", ". chars", "ai_char_ci_not_greater", "The same without regard to case."),
        chars.chain("char-ci>=?", ". chars", "ai_char_ci_not_less", "The same without regard to case."),
        chars.predicate("char-alphabetic?", "char", "ai_char_is_alphabetic", checks, "Whether it is a letter."),
        chars.predicate("char-numeric?", "char", "ai_char_is_numeric", checks, "Whether it is a decimal digit."),
        chars.predicate("char-alphanumeric?", "char", "ai_char_is_alphanumeric", checks, "Whether it is a letter or decimal digit."),
        chars.predicate("char-whitespace?", "char", "ai_char_is_whitespace", checks, "Whether it is white space."),
        chars.predicate("char-upper-case?", "char", "ai_char_is_upper_case", checks, "Whether it is an upper-case letter."),
        chars.predicate("char-lower-case?", "char", "ai_char_is_lower_case", checks, "Whether it is a lower-case letter."),
        chars.predicate("char-ascii?", "char", "ai_char_is_ascii", checks, "Whether it is an ASCII character."),
        chars.predicate("char-control?", "char", "ai_char_is_control", checks, "Whether it is a control character."),
        chars.value("digit-value", "char", "ai_digit_value", "The value of a decimal digit, or #f."),
        chars.value("char->integer", "char", synonyms: "char->int", "ai_char_to_integer", "The Unicode scalar value."),
        chars.value("integer->char", "integer", synonyms: "int->char", "ai_integer_to_char", "The character with a Unicode scalar value."),
        chars.value("char-upcase", "char", "ai_char_upcase", "The upper-case form."),
        chars.value("char-downcase", "char", "ai_char_downcase", "The lower-case form."),
        chars.value("char-foldcase", "char", "ai_char_foldcase", "The form in which case makes no difference."),
    ]

    static let strings: [LibraryProcedure] = stringBasics + stringOrder + stringParts + stringSearch + stringForms

    private static let stringBasics: [LibraryProcedure] = [
        text.predicate("string?", "value", "ai_is_text", .pure, "Whether it is a string."),
        text.value("make-string", "count ? char", "ai_make_string", "A string of so many times a character."),
        text.value("string", ". values", "ai_str", "A string of the characters, or of the display texts."),
        text.value("str", ". values", "ai_str", "The display texts, one after the other."),
        text.value("to-string", "value", "ai_to_string", "The display text."),
        text.value("to-int", "value", "ai_to_int", "The integer of a number or string, or #f."),
        text.value("string-length", "string", synonyms: "str-len", "ai_string_length", .raises, "The number of characters."),
        text.value("string-ref", "string index", synonyms: "char-at", "ai_string_ref", .raises, "The character at an index."),
        text.command("string-set!", "string index char", "ai_string_set", "Changes the character at an index."),
        text.predicate("string-empty?", "string", "ai_string_is_empty", checks, "Whether it has no characters."),
    ]

    private static let stringOrder: [LibraryProcedure] = [
        text.chain("string=?", ". strings", "ai_string_equal", "Whether the strings are equal."),
        text.chain("string<?", ". strings", "ai_string_less", "Whether each string comes before the next."),
        text.chain("string>?", ". strings", "ai_string_greater", "Whether each string comes after the next."),
        text.chain("string<=?", ". strings", "ai_string_not_greater", "Whether no string comes after the next."),
        text.chain("string>=?", ". strings", "ai_string_not_less", "Whether no string comes before the next."),
        text.chain("string-ci=?", ". strings", "ai_string_ci_equal", "The same without regard to case."),
        text.chain("string-ci<?", ". strings", "ai_string_ci_less", "The same without regard to case."),
        text.chain("string-ci>?", ". strings", "ai_string_ci_greater", "The same without regard to case."),
        text.chain("string-ci<=?", ". strings", "ai_string_ci_not_greater", "The same without regard to case."),
        text.chain("string-ci>=?", ". strings", "ai_string_ci_not_less", "The same without regard to case."),
    ]

    private static let stringParts: [LibraryProcedure] = [
        text.value("substring", "string start ? end", synonyms: "string-slice", "ai_substring", "The characters from one index up to but without another."),
        text.value("string-append", ". strings", synonyms: "string-concat str-concat concat", "ai_string_append", "The strings, one after the other."),
        text.value("string-copy", "string ? start end", "ai_string_copy", "A new string with the characters."),
        text.command("string-copy!", "to at from ? start end", "ai_string_copy_to", "Copies characters into a string."),
        text.command("string-fill!", "string char ? start end", "ai_string_fill", "Makes all characters the same."),
        text.value("string->list", "string ? start end", "ai_string_to_list", "The characters as a list."),
        text.value("list->string", "chars", "ai_list_to_string", "The string of a list of characters."),
        text.value("string->vector", "string ? start end", "ai_string_to_vector", "The characters as a vector."),
        text.value("vector->string", "vector ? start end", "ai_vector_to_string", "The string of a vector of characters."),
        text.value("string-reverse", "string", "ai_string_reverse", "The characters in reverse order."),
        text.value("string-repeat", "string count", "ai_string_repeat", "The string, so many times."),
        text.value("string-pad-left", "string width ? char", "ai_string_pad_left", "The string, filled up on the left."),
        text.value("string-pad-right", "string width ? char", "ai_string_pad_right", "The string, filled up on the right."),
        text.value("string-pad-center", "string width ? char", "ai_string_pad_center", "The string, filled up on both sides."),
    ]

    private static let stringSearch: [LibraryProcedure] = [
        text.predicate("string-contains?", "string part", "ai_string_has", checks, "Whether the part occurs."),
        text.value("string-contains", "string part ? start", "ai_string_contains", "The index of the first occurrence, or #f."),
        text.value("string-index-of", "string part ? start", "ai_string_index_of", "The index of the first occurrence, or #f."),
        text.predicate("string-starts-with?", "string part", "ai_string_starts_with", checks, "Whether it begins with the part."),
        text.predicate("string-ends-with?", "string part", "ai_string_ends_with", checks, "Whether it ends with the part."),
        text.predicate("string-prefix?", "part string", "ai_string_is_prefix", checks, "Whether the string begins with the part."),
        text.predicate("string-suffix?", "part string", "ai_string_is_suffix", checks, "Whether the string ends with the part."),
        text.value("string-replace", "string old new", "ai_string_replace", "The string with all occurrences replaced."),
        text.value("string-split", "string ? delimiter", "ai_string_split", "The parts between delimiters, by default between white space."),
        text.value("string-join", "list ? separator", "ai_string_join", "The strings with a separator between them, by default a space."),
        text.value("string-trim", "string", "ai_string_trim", "The string without white space around it."),
        text.value("string-trim-left", "string", "ai_string_trim_left", "The string without white space before it."),
        text.value("string-trim-right", "string", "ai_string_trim_right", "The string without white space behind it."),
    ]

    private static let stringForms: [LibraryProcedure] = [
        text.value("string-upcase", "string", synonyms: "str-upper string-upper", "ai_string_upcase", "The string in upper case."),
        text.value("string-downcase", "string", synonyms: "str-lower string-lower", "ai_string_downcase", "The string in lower case."),
        text.value("string-foldcase", "string", "ai_string_foldcase", "The form in which case makes no difference."),
        text.value("string-capitalize", "string", "ai_string_capitalize", "The first character in upper case, the others in lower case."),
        text.value("string->utf8", "string ? start end", "ai_string_to_utf8", "The bytes of the characters."),
        text.value("utf8->string", "bytevector ? start end", "ai_utf8_to_string", "The characters of bytes."),
        text.value(
            "format", ". arguments", synonyms: "string-format", "ai_format", [.allocates, .raises, .external],
            "A text with values in its places: ~a ~s ~d ~x ~b ~o ~f and {}."),
    ]
}
