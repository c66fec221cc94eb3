import Driver

extension Command {
    static var clean: Command {
        Command(
            "clean", summary: "remove all results that langc keeps of compilations", usage: "[--cache-dir DIR]",
            details: """
                Removes the entries of the cache. There is never a need to, for entries cannot be out of date, and those that have not been
                used for the longest time are removed when there are too many. Nothing else is removed: results of builds stay.
                """,
            options: [Option("--cache-dir", value: "DIR", help: "the cache's directory (default: as for langc build)")],
            run: { arguments in
                if let first = arguments.operands.first { throw UsageError("no operand is wanted, found '\(first)'") }
                guard let cache = try arguments.cache() else {
                    try Console.print("there is no cache")
                    return .success
                }
                let removed = cache.removeAll()
                let size = removed.bytes < 1_000_000 ? "\((removed.bytes + 999) / 1000) KB" : "\(removed.bytes / 1_000_000) MB"
                try Console.print("removed \(removed.files) file\(removed.files == 1 ? "" : "s"), \(size), from \(cache.directory)")
                let left = cache.usage().files
                if left > 0 { Console.error("langc clean: \(left) files in '\(cache.directory)' could not be removed") }
                return left == 0 ? .success : .failure
            })
    }
}
