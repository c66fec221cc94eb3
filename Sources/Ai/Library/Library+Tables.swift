import RuntimeABI

/// Hash tables and dictionaries (8.4), and values of the remaining types.
extension Library {
    private static let hash = RowMaker(module: "hash")
    private static let control = RowMaker(module: "control")
    private static let checks: RuntimeFunction.Effects = [.allocates, .raises]

    static let hashTables: [LibraryProcedure] = tables + dictionaries

    private static let tables: [LibraryProcedure] = [
        hash.predicate("hash-table?", "value", synonyms: "hashtable?", "ai_is_hash_table", .pure, "Whether it is a hash table."),
        hash.value("make-hash-table", ". options", "ai_make_hash_table", "A hash table; an equality may be given."),
        hash.value("make-equal-hashtable", ". options", "ai_make_equal_hashtable", "A hash table for `equal?`."),
        hash.value("make-eqv-hashtable", ". options", "ai_make_eqv_hashtable", "A hash table for `eqv?`."),
        hash.value("make-eq-hashtable", ". options", "ai_make_eq_hashtable", "A hash table for `eq?`."),
        hash.value("%hash-table-find", "table key", "ai_hash_table_find", "The value of a key, or nothing."),
        hash.value(
            "hash-table-ref/default", "table key default", synonyms: "hashtable-ref", "ai_hash_table_ref_default",
            "The value of a key, or the default."),
        hash.command("hash-table-set!", "table key value", synonyms: "hashtable-set!", "ai_hash_table_set", "Sets the value of a key."),
        hash.command("hash-table-delete!", "table key", synonyms: "hashtable-delete!", "ai_hash_table_delete", "Takes a key out."),
        hash.predicate(
            "hash-table-contains?", "table key", synonyms: "hash-table-exists? hashtable-contains?", "ai_hash_table_contains", checks,
            "Whether there is a key."),
        hash.value("hash-table-count", "table", synonyms: "hash-table-size hashtable-size", "ai_hash_table_count", "The number of entries."),
        hash.value("hash-table-keys", "table", "ai_hash_table_keys", "The keys as a list."),
        hash.value("hashtable-keys", "table", "ai_hashtable_keys", "The keys as a vector."),
        hash.value("hash-table-values", "table", "ai_hash_table_values", "The values as a list."),
        hash.value("hash-table->alist", "table", "ai_hash_table_to_alist", "The entries as a list of pairs."),
        hash.value("alist->hash-table", "alist . options", "ai_alist_to_hash_table", "The hash table of a list of pairs."),
        hash.value("hash-table-copy", "table ? mutable", "ai_hash_table_copy", "A hash table with the same entries."),
        hash.command("hash-table-clear!", "table", "ai_hash_table_clear", "Takes all keys out."),
    ]

    private static let dictionaries: [LibraryProcedure] = [
        hash.value("dict-new", ". entries", synonyms: "make-map", "ai_dict_new", "A dictionary of keys and values in turn."),
        hash.value("dict-get", "dict key ? default", synonyms: "map-get", "ai_dict_get", "The value of a key, or the default, or nil."),
        hash.value("dict-set", "dict key value", synonyms: "map-set", "ai_dict_set", "A dictionary with another value for a key."),
        hash.value("dict-remove", "dict key", synonyms: "map-remove", "ai_dict_remove", "A dictionary without a key."),
        hash.predicate("dict-contains?", "dict key", synonyms: "dict-has? map-has?", "ai_dict_contains", checks, "Whether there is a key."),
        hash.value("dict-keys", "dict", synonyms: "map-keys", "ai_dict_keys", "The keys as a list."),
        hash.value("dict-values", "dict", synonyms: "map-values", "ai_dict_values", "The values as a list."),
        hash.value("dict-size", "dict", "ai_dict_size", "The number of entries."),
        hash.value("dict-merge", ". dicts", synonyms: "map-merge", "ai_dict_merge", "All entries; later ones count."),
        hash.value("dict->list", "dict", "ai_dict_to_list", "The entries as a list of pairs."),
        hash.value("list->dict", "list", "ai_list_to_dict", "The dictionary of a list of pairs."),
        hash.value("get", "collection key ? default", "ai_get", "What a dictionary, list or vector has at a key."),
        hash.predicate("contains?", "collection value", "ai_contains", checks, "Whether a dictionary has a key, a list or vector an element."),
    ]

    static let otherValues: [LibraryProcedure] = [
        control.predicate("procedure?", "value", synonyms: "function?", "ai_is_procedure", .pure, "Whether it is a procedure."),
        control.predicate("boolean?", "value", synonyms: "bool?", "ai_is_boolean", .pure, "Whether it is #t or #f."),
        control.chain("boolean=?", ". booleans", "ai_boolean_equal", "Whether the booleans are the same."),
        control.predicate("promise?", "value", "ai_is_promise", .pure, "Whether it is a promise."),
        control.value("make-tagged", "tag . values", synonyms: "tuple", "ai_make_tagged", "A tagged value."),
        control.predicate("tagged?", "value", "ai_is_tagged", .pure, "Whether it is a tagged value."),
        control.value("tagged-tag", "tagged", "ai_tagged_tag", "The tag."),
        control.value("tagged-values", "tagged", "ai_tagged_values", "The values as a list."),
        control.value("fst", "tuple", "ai_fst", "The tag, which is a tuple's first value."),
        control.value("snd", "tuple", "ai_snd", "The first value behind the tag."),
        control.value("box", "value", synonyms: "ref", "ai_box", "A box with a value."),
        control.value("unbox", "box", synonyms: "deref", "ai_unbox", "The value in a box."),
        control.command("set-box!", "box value", synonyms: "ref-set!", "ai_set_box", "Changes the value in a box."),
        control.predicate("error-object?", "value", "ai_is_error_object", .pure, "Whether it is an error object."),
        control.value("error-object-message", "error", "ai_error_message", "The message."),
        control.value("error-object-irritants", "error", "ai_error_irritants", "The irritants as a list."),
        control.value("error-object-code", "error", "ai_error_code", "The code of an error of the system, or #f."),
        control.predicate("file-error?", "value", "ai_is_file_error", "Whether it is an error of a file."),
        control.predicate("read-error?", "value", "ai_is_read_error", "Whether it is an error of `read`."),
        control.value("error->string", "value", "ai_to_string", "The display text."),
        control.command("emergency-exit", "? code", "ai_exit", .external, "Ends the program at once."),
    ]
}
