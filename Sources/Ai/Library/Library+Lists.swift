import RuntimeABI

/// Pairs and lists (8.1), as far as they call no procedures of the program.
extension Library {
    private static let lists = RowMaker(module: "lists")

    static let listProcedures: [LibraryProcedure] = pairs + compositions + making + searching + parts

    private static let pairs: [LibraryProcedure] = [
        lists.inline("pair?", "value", "Whether it is a pair."),
        lists.inline("null?", "value", synonyms: "nil?", "Whether it is the empty list."),
        lists.value("car", "pair", synonyms: "head first", "ai_car", .raises, "The first part of a pair."),
        lists.value("cdr", "pair", synonyms: "tail rest", "ai_cdr", .raises, "The second part of a pair."),
        lists.command("set-car!", "pair value", "ai_set_car", .raises, "Changes the first part of a pair."),
        lists.command("set-cdr!", "pair value", "ai_set_cdr", .raises, "Changes the second part of a pair."),
    ]

    /// `caar` … `cddddr`.
    private static let compositions: [LibraryProcedure] = {
        let synonyms = ["cadr": "second", "caddr": "third", "cadddr": "fourth"]
        var names = ["a", "d"]
        var rows: [LibraryProcedure] = []
        for _ in 2...4 {
            names = ["a", "d"].flatMap { first in names.map { first + $0 } }
            rows += names.map { letters in
                let name = "c\(letters)r"
                let path = letters.map { "c\($0)r" }.joined(separator: " of the ")
                return lists.value(name, "pair", synonyms: synonyms[name] ?? "", "ai_\(name)", "The \(path) of a pair.")
            }
        }
        return rows + [lists.value("fifth", "list", "ai_fifth", "The fifth element.")]
    }()

    private static let making: [LibraryProcedure] = [
        lists.predicate("list?", "value", "ai_is_list", "Whether it is a list that ends with the empty list."),
        lists.predicate("empty?", "value", "ai_is_empty", "Whether a list, string, vector or hash table is empty."),
        lists.value("length", "list", synonyms: "list-len", "ai_length", .raises, "The number of elements, also of strings, vectors and hash tables."),
        lists.value("make-list", "count ? value", "ai_make_list", "A list with so many times a value."),
        lists.value("append", ". lists", "ai_append", "The elements of all lists; the last list is shared."),
        lists.value("append!", ". lists", "ai_append_in_place", "The elements of all lists, which are changed."),
        lists.value("reverse", "list", "ai_reverse", "The elements in reverse order."),
        lists.value("reverse!", "list", "ai_reverse_in_place", "The elements in reverse order; the list is changed."),
        lists.value("list-copy", "list", "ai_list_copy", "A copy of the list."),
        lists.value("list-tail", "list count", "ai_list_tail", "The list without its first elements."),
        lists.value("list-ref", "list index", "ai_list_ref", "The element at an index."),
        lists.value("nth", "list index", "ai_nth", "The element at an index."),
        lists.command("list-set!", "list index value", "ai_list_set", "Changes the element at an index."),
        lists.value("last", "list", "ai_last", "The last element."),
        lists.value("last-pair", "list", "ai_last_pair", "The last pair."),
        lists.value("init", "list", "ai_init", "All elements but the last."),
        lists.value("range", "end ? end step", "ai_range", "The numbers from 0, or a start, up to but without the end."),
        lists.value("iota", "count ? start step", "ai_iota", "So many numbers from a start on."),
    ]

    private static let searching: [LibraryProcedure] = [
        lists.value("memq", "value list", "ai_memq", "The sublist that begins with a value, by `eq?`; or #f."),
        lists.value("memv", "value list", "ai_memv", "The sublist that begins with a value, by `eqv?`; or #f."),
        lists.value("%member", "value list", "ai_member", "`member` without a predicate."),
        lists.value("assq", "key alist", "ai_assq", "The pair with a key, by `eq?`; or #f."),
        lists.value("assv", "key alist", "ai_assv", "The pair with a key, by `eqv?`; or #f."),
        lists.value("%assoc", "key alist", "ai_assoc", "`assoc` without a predicate."),
        lists.value("assq-ref", "alist key ? default", "ai_assq_ref", "The value of a key, by `eq?`."),
        lists.value("assoc-ref", "alist key ? default", "ai_assoc_ref", "The value of a key, by `equal?`."),
        lists.value("alist-copy", "alist", "ai_alist_copy", "A copy of an association list with its pairs."),
        lists.value("index-of", "value list", "ai_index_of", "The index of a value, by `equal?`; or #f."),
    ]

    private static let parts: [LibraryProcedure] = [
        lists.value("take", "list count", "ai_take", "The first elements."),
        lists.value("drop", "list count", "ai_drop", "The list without its first elements."),
        lists.value("list-slice", "list start ? end", "ai_list_slice", "The elements from one index up to but without another."),
        lists.value("flatten", "list", synonyms: "list-flatten", "ai_flatten", "The elements of lists in lists."),
        lists.value("zip", ". lists", "ai_zip", "Lists of the first elements, the second elements and so on."),
        lists.value("unzip", "list", "ai_unzip", [.allocates, .raises, .severalValues], "Two values: the first parts of pairs, and the second ones."),
        lists.value("chunk", "list size", "ai_chunk", "Consecutive pieces of a size."),
        lists.value("sliding-window", "list size", "ai_sliding_window", "All pieces of a size, each one element further on."),
    ]
}
