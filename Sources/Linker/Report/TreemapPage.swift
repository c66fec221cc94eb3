import ModuleSystem

/// The sizes in a program as an HTML page: a treemap of modules and what they contain, and the same as a table. It needs nothing from
/// elsewhere, and no script: a click on a module is a link to it, and the style sheet enlarges the target of the link.
struct TreemapPage {
    private let report: LinkReport
    private let total: Int
    private let groups: [Group]

    private struct Group {
        var name: String
        var size: Int
        /// Largest first.
        var leaves: [Leaf]
    }

    private struct Leaf {
        var name: String
        var kind: String
        var size: Int
    }

    /// The canvas in the proportions in which the page shows it.
    private static let canvas = Treemap.Rectangle(x: 0, y: 0, width: 1600, height: 900)

    init(_ report: LinkReport) {
        self.report = report
        total = report.fileSize
        var leaves: [String: [Leaf]] = [:]
        for item in report.items where item.fileSize > 0 {
            leaves[item.owner, default: []].append(Leaf(name: item.shortName, kind: item.kind.rawValue, size: item.fileSize))
        }
        var groups = report.sizesByOwner.map { Group(name: $0.owner, size: $0.size, leaves: Self.sorted(leaves[$0.owner] ?? [])) }
        let parts = Self.sorted(report.parts.filter { $0.size > 0 }.map { Leaf(name: $0.name, kind: "part", size: $0.size) })
        let size = parts.reduce(0) { $0 + $1.size }
        let place = groups.firstIndex { $0.size < size } ?? groups.count
        if size > 0 { groups.insert(Group(name: "headers, tables and names", size: size, leaves: parts), at: place) }
        self.groups = groups
    }

    /// By size; of equals the first stays first.
    private static func sorted(_ leaves: [Leaf]) -> [Leaf] {
        leaves.enumerated().sorted { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }.map(\.element)
    }

    /// The page.
    var html: String {
        let title = "Sizes in \(Self.escaped(report.initializationOrder.last ?? "a program"))"
        let optimized = report.optimizedSize.map { " After these were measured, optimization of the whole program left \($0) bytes." } ?? ""
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>\(title)</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <h1>\(title)</h1>
            <p>\(total) bytes in the file.\(optimized) Click on a module to enlarge it. <span class="key function">functions</span> \
            <span class="key data">data</span> <span class="key part">headers, tables, names</span></p>
            <div id="map">
            \(map)</div>
            \(table)</body>
            </html>

            """
    }

    // MARK: The map

    private var map: String {
        var text = ""
        let places = Treemap.squarified(groups.map(\.size), in: Self.canvas)
        for (index, (group, place)) in zip(groups, places).enumerated() {
            let label = Self.escaped(group.name)
            text += "<section id=\"m\(index)\" style=\"\(Self.style(place, in: Self.canvas))\">"
            text += "<h2><a href=\"#m\(index)\" title=\"\(label): \(amount(group.size))\">\(label) <small>\(LinkReport.percent(group.size, of: total)) %</small></a>"
            text += " <a class=\"back\" href=\"#map\">all modules</a></h2>\n<div>\n"
            for (leaf, inner) in zip(group.leaves, Treemap.squarified(group.leaves.map(\.size), in: place)) {
                let name = Self.escaped(leaf.name)
                text += "<a class=\"\(leaf.kind)\" href=\"#m\(index)\" tabindex=\"-1\" style=\"\(Self.style(inner, in: place))\""
                text += " title=\"\(name) (\(label), \(leaf.kind)): \(amount(leaf.size))\"><span>\(Self.breakable(leaf.name))</span></a>\n"
            }
            text += "</div></section>\n"
        }
        return text
    }

    private func amount(_ size: Int) -> String { "\(size) bytes, \(LinkReport.percent(size, of: total)) %" }

    /// A place in per cent of another.
    private static func style(_ inner: Treemap.Rectangle, in outer: Treemap.Rectangle) -> String {
        func share(_ part: Double, _ whole: Double) -> String {
            let rounded = whole > 0 ? (part / whole * 100_000).rounded() / 1000 : 0
            return rounded == 0 ? "0" : "\(rounded)%"
        }
        let (left, top) = (share(inner.x - outer.x, outer.width), share(inner.y - outer.y, outer.height))
        return "left:\(left);top:\(top);width:\(share(inner.width, outer.width));height:\(share(inner.height, outer.height))"
    }

    // MARK: The table

    private var table: String {
        var text = "<table>\n<thead><tr><th>name</th><th>kind</th><th>bytes</th><th>%</th></tr></thead>\n"
        for group in groups {
            text += "<tbody>\n\(row("th", group.name, "module", group.size))"
            for leaf in group.leaves { text += row("td", leaf.name, leaf.kind, leaf.size) }
            text += "</tbody>\n"
        }
        return text + "</table>\n"
    }

    private func row(_ cell: String, _ name: String, _ kind: String, _ size: Int) -> String {
        "<tr><\(cell)>\(Self.escaped(name))</\(cell)><td>\(kind)</td><td>\(size)</td><td>\(LinkReport.percent(size, of: total))</td></tr>\n"
    }

    /// A name for HTML that may go on in the next line where a word of it begins.
    private static func breakable(_ name: String) -> String {
        var result = ""
        var word = ""
        var last: Unicode.Scalar = " "
        for scalar in name.unicodeScalars {
            let isStart = scalar.properties.isUppercase && last.properties.isLowercase || [".", "_", "/"].contains(last)
            if isStart, !word.isEmpty {
                result += escaped(word) + "<wbr>"
                word = ""
            }
            word.unicodeScalars.append(scalar)
            last = scalar
        }
        return result + escaped(word)
    }

    /// A text for HTML, in attributes too. Control characters, which HTML cannot hold, are replaced.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case _ where scalar.properties.generalCategory == .control: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static let style = """
        :root { color-scheme: light dark; --line: #fff; --function: #a9c8ea; --data: #f0cf9c; --part: #cfcfcf; --ink: #111; --module: #e8eef4; }
        @media (prefers-color-scheme: dark) {
          :root { --line: #111; --function: #27517c; --data: #76551c; --part: #4a4a4a; --ink: #eee; --module: #1d242b; }
        }
        body { font: 14px system-ui, sans-serif; margin: 1em; }
        h1 { font-size: 1.3em; }
        .key { padding: 0 .5em; color: var(--ink); }
        #map, section { scroll-margin-top: 100vh; }
        #map { position: relative; width: 100%; aspect-ratio: 16 / 9; overflow: hidden; font-size: 11px; }
        section { position: absolute; box-sizing: border-box; border: solid var(--line); border-width: 0 2px 2px 0; background: var(--module); overflow: hidden; }
        section:target { left: 0 !important; top: 0 !important; width: 100% !important; height: 100% !important; z-index: 1; font-size: 13px; }
        h2 { margin: 0; padding: 0 .3em; height: 1.4em; line-height: 1.4em; font-size: inherit; white-space: nowrap; overflow: hidden; }
        h2 a { color: var(--ink); text-decoration: none; }
        h2 small { font-size: inherit; font-weight: normal; opacity: .75; }
        .back { display: none; margin-left: 2em; text-decoration: underline; }
        section:target .back { display: inline; }
        section div { position: absolute; left: 0; right: 0; top: 1.4em; bottom: 0; }
        section div a { position: absolute; box-shadow: inset 0 0 0 .5px var(--line); overflow: hidden; container-type: size; \
        text-decoration: none; color: var(--ink); }
        section div span { display: block; padding: .1em .2em; line-height: 1.15; overflow-wrap: anywhere; }
        @container (max-width: 3.2em) or (max-height: 1.1em) { section div span { display: none; } }
        @container (max-height: 2.4em) { section div span { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; } }
        section div a:hover { outline: 2px solid var(--ink); outline-offset: -2px; }
        .function { background: var(--function); }
        .data { background: var(--data); }
        .part { background: var(--part); }
        table { margin-top: 1em; border-collapse: collapse; }
        th, td { text-align: left; padding: .1em .8em; }
        td:nth-child(n+3), th:nth-child(n+3) { text-align: right; font-variant-numeric: tabular-nums; }
        tbody tr:first-child { border-top: 1px solid; }
        """
}

extension LinkReport {
    /// The sizes as a page for browsers, as `--treemap` writes it.
    public var treemapHTML: String { TreemapPage(self).html }
}
