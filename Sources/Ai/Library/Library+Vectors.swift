import RuntimeABI

/// Vectors and bytevectors (8.3), as far as they call no procedures of the program.
extension Library {
    private static let vectors = RowMaker(module: "vectors")

    static let vectorProcedures: [LibraryProcedure] = [
        vectors.predicate("vector?", "value", "ai_is_vector", .pure, "Whether it is a vector."),
        vectors.value("make-vector", "count ? value", "ai_make_vector", "A vector of so many times a value."),
        vectors.value("vector-length", "vector", "ai_vector_length", .raises, "The number of elements."),
        vectors.value("vector-ref", "vector index", "ai_vector_ref", .raises, "The element at an index."),
        vectors.command("vector-set!", "vector index value", "ai_vector_set", .raises, "Changes the element at an index."),
        vectors.value("vector->list", "vector ? start end", "ai_vector_to_list", "The elements as a list."),
        vectors.value("list->vector", "list", "ai_list_to_vector", "The vector of a list's elements."),
        vectors.command("vector-fill!", "vector value ? start end", "ai_vector_fill", "Makes all elements the same."),
        vectors.value("vector-copy", "vector ? start end", "ai_vector_copy", "A new vector with the elements."),
        vectors.value("subvector", "vector start end", "ai_subvector", "A new vector with the elements of a range."),
        vectors.command("vector-copy!", "to at from ? start end", "ai_vector_copy_to", "Copies elements into a vector."),
        vectors.value("vector-append", ". vectors", "ai_vector_append", "The elements of all vectors."),
        vectors.value("vector-grow", "vector count", "ai_vector_grow", "A longer vector that begins with the elements."),
        vectors.predicate("bytevector?", "value", "ai_is_bytevector", .pure, "Whether it is a bytevector."),
        vectors.value("make-bytevector", "count ? byte", "ai_make_bytevector", "A bytevector of so many times a byte."),
        vectors.value("bytevector", ". bytes", "ai_bytevector", "A bytevector of the bytes."),
        vectors.value("bytevector-length", "bytevector", "ai_bytevector_length", "The number of bytes."),
        vectors.value("bytevector-u8-ref", "bytevector index", "ai_bytevector_ref", "The byte at an index."),
        vectors.command("bytevector-u8-set!", "bytevector index byte", "ai_bytevector_set", "Changes the byte at an index."),
        vectors.value("bytevector-copy", "bytevector ? start end", "ai_bytevector_copy", "A new bytevector with the bytes."),
        vectors.command("bytevector-copy!", "to at from ? start end", "ai_bytevector_copy_to", "Copies bytes into a bytevector."),
        vectors.value("bytevector-append", ". bytevectors", "ai_bytevector_append", "The bytes of all bytevectors."),
    ]
}
