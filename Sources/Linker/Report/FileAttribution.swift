import WasmFormat

/// Says to what each byte of a result belongs: its size is the sum of all that is here.
struct FileAttribution {
    /// By function, the bytes of its code, with the number in front that says how many they are.
    private(set) var functions: [Int]
    /// By data item, the bytes that are stored of it.
    private(set) var data: [Int]
    /// What belongs to neither, in the order of the file.
    private(set) var rest: [LinkReport.Part] = []

    init(_ binary: [UInt8], _ program: Program, _ layout: Layout) {
        functions = [Int](repeating: 0, count: program.functions.count)
        data = [Int](repeating: 0, count: program.data.count)
        guard let module = try? WasmModule(reading: binary) else { return }
        add("header", 8)
        var end = 8
        for (index, section) in module.sections.enumerated() {
            let size = section.range.upperBound - end
            end = section.range.upperBound
            switch section.id {
            case .code: addCode(module, layout, size)
            case .data: addData(module, layout, size)
            case .custom: add("\(module.customSections.first { $0.sectionIndex == index }?.name ?? "custom") section", size)
            default: add("\(section.id) section", size)
            }
        }
    }

    private mutating func add(_ name: String, _ size: Int) {
        if size > 0 { rest.append(LinkReport.Part(name: name, size: size)) }
    }

    private mutating func addCode(_ module: WasmModule, _ layout: Layout, _ size: Int) {
        var left = size
        for (id, body) in zip(layout.definedFunctions, module.bodies) {
            functions[id.offset] = Self.size(of: body)
            left -= functions[id.offset]
        }
        // The function that starts the program, if it is one of its own, is the last.
        if module.bodies.count > layout.definedFunctions.count, let start = module.bodies.last {
            add("start function", Self.size(of: start))
            left -= Self.size(of: start)
        }
        add("code section", left)
    }

    private static func size(of body: FunctionBody) -> Int {
        // Seven bits of a number to a byte.
        body.range.count + (max(1, Int.bitWidth - body.range.count.leadingZeroBitCount) + 6) / 7
    }

    /// Segments and items ascend by address. Segments may leave out zeros, also in the middle of items.
    private mutating func addData(_ module: WasmModule, _ layout: Layout, _ size: Int) {
        var left = size
        var next = 0
        let items = layout.storedData
        let starts = items.map { Int(layout.dataAddresses[$0.offset]) }
        for segment in module.data {
            guard case .active(_, .i32(let offset)) = segment.mode else { continue }
            var address = Int(UInt32(bitPattern: offset))
            let end = address + segment.range.count
            while next < items.count, address < end {
                // What lies between an item and the next one are its own bytes or zeros that align the next one.
                let itemEnd = next + 1 < items.count ? starts[next + 1] : Int.max
                if address < starts[next] { address = min(starts[next], end) }
                let stored = max(0, min(end, itemEnd) - address)
                data[items[next].offset] += stored
                left -= stored
                address += stored
                if itemEnd <= end { next += 1 }
            }
        }
        add("data section", left)
    }
}
