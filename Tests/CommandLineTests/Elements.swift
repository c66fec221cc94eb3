import Foundation
import FoundationXML
import Testing

/// The elements of an XML document.
final class Elements: NSObject, XMLParserDelegate {
    struct Element {
        var name: String
        var attributes: [String: String]
        var text = ""
        /// Positions in `elements`.
        var parent: Int?
        var position: Int
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []

    /// Fails if the document is not well-formed.
    init(_ document: Data) throws {
        super.init()
        let parser = XMLParser(data: document)
        parser.delegate = self
        #expect(parser.parse(), "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
    }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }
    func children(of element: Element, _ name: String) -> [Element] { elements.filter { $0.parent == element.position && $0.name == name } }

    /// Whether every element stands where the schema of JUnit reports allows it: suites in the list, cases in suites, in a case first what
    /// became of it, then its output.
    var isInOrder: Bool {
        let parents: [String: [String?]] = [
            "testsuites": [nil], "testsuite": ["testsuites"], "testcase": ["testsuite"], "failure": ["testcase"], "error": ["testcase"],
            "skipped": ["testcase"], "system-out": ["testcase"], "system-err": ["testcase"],
        ]
        let ranks = ["skipped": 0, "error": 1, "failure": 1, "system-out": 2, "system-err": 3]
        return elements.allSatisfy { element in
            let siblings = elements.filter { $0.parent == element.position }.compactMap { ranks[$0.name] }
            return parents[element.name]?.contains(element.parent.map { elements[$0].name }) == true && siblings == siblings.sorted()
        }
    }

    func parser(_ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) {
        elements.append(Element(name: name, attributes: attributes, parent: open.last, position: elements.count))
        open.append(elements.count - 1)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { open.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if let current = open.last { elements[current].text += text }
    }
}
