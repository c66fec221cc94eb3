// The procedures of hash tables.

/// Whether an argument is a hash table; raises otherwise.
@inline(__always) private func isTable(_ prefix: StaticString, _ value: UInt64) -> Bool {
    if isReference(value, .hashTable) { return true }
    _ = raiseType(prefix, 1, value)
    return false
}

@inline(__always) private func table(_ value: UInt64) -> UInt32 { referenceAddress(value) }

/// Whether a library procedure has this name.
private func isNamed(_ closure: UInt32, _ name: StaticString) -> Bool {
    let string = load32(load32(closure, ObjectLayout.Closure.descriptorOffset), ObjectLayout.FunctionDescriptor.nameOffset)
    let count = UInt32(truncatingIfNeeded: name.utf8CodeUnitCount)
    return stringLength(string) == count && bytesEqual(stringData(string), address(of: name.utf8Start), count)
}

/// The equality that a procedure of the library stands for; `equal?` for all others.
private func equalityOf(_ value: UInt64) -> UInt32 {
    let closure = referenceAddress(value)
    if !isReference(value, .closure) || load32(closure, ObjectLayout.Closure.descriptorOffset) == 0 || !isBuiltin(closure) { return 0 }
    if isNamed(closure, "eqv?") { return UInt32(ObjectLayout.HashTable.eqv) }
    if isNamed(closure, "eq?") { return UInt32(ObjectLayout.HashTable.eq) }
    if isNamed(closure, "string=?") { return UInt32(ObjectLayout.HashTable.text) }
    return isNamed(closure, "=") ? UInt32(ObjectLayout.HashTable.number) : 0
}

/// (list): an equality, perhaps; hash procedures and sizes are ignored.
@_cdecl("ai_make_hash_table") @inline(__always) func aiMakeHashTableEntry(_ options: UInt64) -> UInt64 {
    box(newHashTable(isPair(options) ? equalityOf(car(options)) : 0), .hashTable)
}

@_cdecl("ai_make_equal_hashtable") @inline(__always) func aiMakeEqualHashtableEntry(_ options: UInt64) -> UInt64 {
    box(newHashTable(UInt32(ObjectLayout.HashTable.equal)), .hashTable)
}
@_cdecl("ai_make_eqv_hashtable") @inline(__always) func aiMakeEqvHashtableEntry(_ options: UInt64) -> UInt64 {
    box(newHashTable(UInt32(ObjectLayout.HashTable.eqv)), .hashTable)
}
@_cdecl("ai_make_eq_hashtable") @inline(__always) func aiMakeEqHashtableEntry(_ options: UInt64) -> UInt64 {
    box(newHashTable(UInt32(ObjectLayout.HashTable.eq)), .hashTable)
}

/// (table, key) -> the value, or absent.
@_cdecl("ai_hash_table_find") @inline(__always) func aiHashTableFindEntry(_ value: UInt64, _ key: UInt64) -> UInt64 {
    if !isTable("hash-table-ref: expected hash table", value) { return 0 }
    let entry = hashFind(table(value), key)
    return entry == 0 ? absentBits : load64(entry, 8)
}

@_cdecl("ai_hash_table_ref_default") @inline(__always)
func aiHashTableRefDefaultEntry(_ value: UInt64, _ key: UInt64, _ missing: UInt64) -> UInt64 {
    if !isTable("hash-table-ref/default: expected hash table", value) { return 0 }
    let entry = hashFind(table(value), key)
    return entry == 0 ? missing : load64(entry, 8)
}

@_cdecl("ai_hash_table_set") @inline(__always) func aiHashTableSetEntry(_ value: UInt64, _ key: UInt64, _ new: UInt64) {
    if isTable("hash-table-set!: expected hash table", value) { hashSet(table(value), key, new) }
}

@_cdecl("ai_hash_table_delete") @inline(__always) func aiHashTableDeleteEntry(_ value: UInt64, _ key: UInt64) {
    if isTable("hash-table-delete!: expected hash table", value) { hashRemove(table(value), key) }
}

@_cdecl("ai_hash_table_contains") @inline(__always) func aiHashTableContainsEntry(_ value: UInt64, _ key: UInt64) -> UInt32 {
    isTable("hash-table-contains?: expected hash table", value) && hashFind(table(value), key) != 0 ? 1 : 0
}

@_cdecl("ai_hash_table_count") @inline(__always) func aiHashTableCountEntry(_ value: UInt64) -> UInt64 {
    isTable("hash-table-count: expected hash table", value) ? fixnum(tableCount(table(value))) : 0
}

@_cdecl("ai_hash_table_clear") @inline(__always) func aiHashTableClearEntry(_ value: UInt64) {
    if isTable("hash-table-clear!: expected hash table", value) { clearTable(table(value)) }
}

@_cdecl("ai_hash_table_copy") @inline(__always) func aiHashTableCopyEntry(_ value: UInt64, _ isMutable: UInt64) -> UInt64 {
    isTable("hash-table-copy: expected hash table", value) ? box(copyHashTable(table(value)), .hashTable) : 0
}

private enum Content {
    static let keys: UInt32 = 0
    static let values: UInt32 = 1
    static let pairs: UInt32 = 2
}

private func listed(_ table: UInt32, _ content: UInt32) -> UInt64 {
    var entries = HashEntries(table)
    var builder = ListBuilder()
    while entries.next() {
        builder.append(content == Content.keys ? entries.key : content == Content.values ? entries.value : cons(entries.key, entries.value))
    }
    return builder.finish()
}

@_cdecl("ai_hash_table_keys") @inline(__always) func aiHashTableKeysEntry(_ value: UInt64) -> UInt64 {
    isTable("hash-table-keys: expected hash table", value) ? listed(table(value), Content.keys) : 0
}
@_cdecl("ai_hash_table_values") @inline(__always) func aiHashTableValuesEntry(_ value: UInt64) -> UInt64 {
    isTable("hash-table-values: expected hash table", value) ? listed(table(value), Content.values) : 0
}
@_cdecl("ai_hash_table_to_alist") @inline(__always) func aiHashTableToAlistEntry(_ value: UInt64) -> UInt64 {
    isTable("hash-table->alist: expected hash table", value) ? listed(table(value), Content.pairs) : 0
}
@_cdecl("ai_hashtable_keys") @inline(__always) func aiHashtableKeysEntry(_ value: UInt64) -> UInt64 {
    isTable("hashtable-keys: expected hash table", value) ? box(vectorOfList(listed(table(value), Content.keys)), .vector) : 0
}

/// (alist, options): of several pairs with a key, the first counts.
@_cdecl("ai_alist_to_hash_table") @inline(__always) func aiAlistToHashTableEntry(_ list: UInt64, _ options: UInt64) -> UInt64 {
    fill("alist->hash-table: expected list of pairs", isPair(options) ? equalityOf(car(options)) : 0, list, firstCounts: true)
}

private func fill(_ prefix: StaticString, _ equality: UInt32, _ list: UInt64, firstCounts: Bool) -> UInt64 {
    if properLength(list) == UInt32.max { return raiseType(prefix, 1, list) }
    let table = newHashTable(equality)
    var rest = list
    while isPair(rest) {
        let entry = car(rest)
        if !isPair(entry) { return raiseType(prefix, 1, list) }
        if !firstCounts || hashFind(table, car(entry)) == 0 { hashSet(table, car(entry), cdr(entry)) }
        rest = cdr(rest)
    }
    return box(table, .hashTable)
}

// Dictionaries: tables that are used as if they could not be changed.

/// (list of keys and values in turn).
@_cdecl("ai_dict_new") @inline(__always) func aiDictNewEntry(_ arguments: UInt64) -> UInt64 {
    let table = newHashTable(0)
    var rest = arguments
    while isPair(rest) {
        let values = cdr(rest)
        if !isPair(values) { return raiseType("dict-new: expected value for each key", listCount(arguments) &+ 1, car(rest)) }
        hashSet(table, car(rest), car(values))
        rest = cdr(values)
    }
    return box(table, .hashTable)
}

@_cdecl("ai_dict_get") @inline(__always) func aiDictGetEntry(_ value: UInt64, _ key: UInt64, _ missing: UInt64) -> UInt64 {
    if !isTable("dict-get: expected hash table", value) { return 0 }
    let entry = hashFind(table(value), key)
    return entry != 0 ? load64(entry, 8) : missing == absentBits ? emptyListBits : missing
}

@_cdecl("ai_dict_set") @inline(__always) func aiDictSetEntry(_ value: UInt64, _ key: UInt64, _ new: UInt64) -> UInt64 {
    if !isTable("dict-set: expected hash table", value) { return 0 }
    let copied = copyHashTable(table(value))
    hashSet(copied, key, new)
    return box(copied, .hashTable)
}

@_cdecl("ai_dict_remove") @inline(__always) func aiDictRemoveEntry(_ value: UInt64, _ key: UInt64) -> UInt64 {
    if !isTable("dict-remove: expected hash table", value) { return 0 }
    let copied = copyHashTable(table(value))
    hashRemove(copied, key)
    return box(copied, .hashTable)
}

@_cdecl("ai_dict_contains") @inline(__always) func aiDictContainsEntry(_ value: UInt64, _ key: UInt64) -> UInt32 {
    isTable("dict-contains?: expected hash table", value) && hashFind(table(value), key) != 0 ? 1 : 0
}
@_cdecl("ai_dict_keys") @inline(__always) func aiDictKeysEntry(_ value: UInt64) -> UInt64 {
    isTable("dict-keys: expected hash table", value) ? listed(table(value), Content.keys) : 0
}
@_cdecl("ai_dict_values") @inline(__always) func aiDictValuesEntry(_ value: UInt64) -> UInt64 {
    isTable("dict-values: expected hash table", value) ? listed(table(value), Content.values) : 0
}
@_cdecl("ai_dict_size") @inline(__always) func aiDictSizeEntry(_ value: UInt64) -> UInt64 {
    isTable("dict-size: expected hash table", value) ? fixnum(tableCount(table(value))) : 0
}
@_cdecl("ai_dict_to_list") @inline(__always) func aiDictToListEntry(_ value: UInt64) -> UInt64 {
    isTable("dict->list: expected hash table", value) ? listed(table(value), Content.pairs) : 0
}
@_cdecl("ai_list_to_dict") @inline(__always) func aiListToDictEntry(_ list: UInt64) -> UInt64 {
    fill("list->dict: expected list of pairs", 0, list, firstCounts: false)
}

/// (list of tables): later ones win; keys keep the place where they came first.
@_cdecl("ai_dict_merge") @inline(__always) func aiDictMergeEntry(_ tables: UInt64) -> UInt64 {
    var result: UInt32 = 0
    var rest = tables
    var index: UInt32 = 1
    while isPair(rest) {
        if !isReference(car(rest), .hashTable) { return raiseType("dict-merge: expected hash table", index, car(rest)) }
        if result == 0 {
            result = copyHashTable(table(car(rest)))
        } else {
            var entries = HashEntries(table(car(rest)))
            while entries.next() { hashSet(result, entries.key, entries.value) }
        }
        rest = cdr(rest)
        index &+= 1
    }
    return box(result == 0 ? newHashTable(0) : result, .hashTable)
}

/// Whether a table has a key, a list or vector an element, or a text a part.
@_cdecl("ai_contains") @inline(__always) func aiContainsEntry(_ collection: UInt64, _ value: UInt64) -> UInt32 {
    if isReference(collection, .hashTable) { return hashFind(table(collection), value) != 0 ? 1 : 0 }
    if isReference(collection, .vector) {
        var index: UInt32 = 0
        while index != arrayLength(referenceAddress(collection)) {
            if isStructurallyEqual(load64(arraySlot(referenceAddress(collection), index)), value) { return 1 }
            index &+= 1
        }
        return 0
    }
    if properLength(collection) == UInt32.max { return noBoolean(raiseType("contains?: expected collection", 1, collection)) }
    var rest = collection
    while isPair(rest) {
        if isStructurallyEqual(car(rest), value) { return 1 }
        rest = cdr(rest)
    }
    return 0
}

/// The value of a key of a table, or the element at an index of a list or vector; else the default.
@_cdecl("ai_get") @inline(__always) func aiGetEntry(_ collection: UInt64, _ key: UInt64, _ missing: UInt64) -> UInt64 {
    let other = missing == absentBits ? emptyListBits : missing
    if isReference(collection, .hashTable) {
        let entry = hashFind(table(collection), key)
        return entry == 0 ? other : load64(entry, 8)
    }
    let index = smallCount(key)
    if isReference(collection, .vector) {
        return index < arrayLength(referenceAddress(collection)) ? load64(arraySlot(referenceAddress(collection), index)) : other
    }
    if !isPair(collection) && collection != emptyListBits { return raiseType("get: expected collection", 1, collection) }
    var rest = collection
    var left = index
    while isPair(rest) && left != 0 {
        rest = cdr(rest)
        left &-= 1
    }
    return isPair(rest) ? car(rest) : other
}
