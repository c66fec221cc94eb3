/// The strongly connected components of a directed graph, found by Tarjan's algorithm without recursion.
///
/// An edge from `a` to `b` means that `a` depends on `b`; components come dependencies first. The result depends only on
/// the graph and the order of its edges. Time and memory are linear in nodes plus edges, but for the sorting of members.
public struct StronglyConnectedComponents: Sendable {
    /// The members of each component in ascending order; a component that an edge leads to stands before the one the edge leaves.
    public private(set) var components: [[Int]] = []
    /// The index in `components` for every node.
    public private(set) var componentOf: [Int]

    /// - Parameter successors: for every node, the nodes that its edges lead to, each below `successors.count`.
    public init(_ successors: [[Int]]) {
        let unvisited = -1
        var number = [Int](repeating: unvisited, count: successors.count)
        var lowest = number
        var nextEdge = [Int](repeating: 0, count: successors.count)
        componentOf = number
        var counter = 0
        /// Visited nodes that belong to no component yet.
        var open: [Int] = []
        /// The path of the depth-first walk.
        var path: [Int] = []

        for root in successors.indices where number[root] == unvisited {
            path.append(root)
            while let node = path.last {
                if number[node] == unvisited {
                    number[node] = counter
                    lowest[node] = counter
                    counter += 1
                    open.append(node)
                }
                if nextEdge[node] < successors[node].count {
                    let target = successors[node][nextEdge[node]]
                    nextEdge[node] += 1
                    if number[target] == unvisited {
                        path.append(target)
                    } else if componentOf[target] == unvisited {
                        lowest[node] = min(lowest[node], number[target])
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last { lowest[parent] = min(lowest[parent], lowest[node]) }
                if lowest[node] == number[node] { close(node, &open) }
            }
        }
    }

    /// Takes the component whose first visited member is `root` off the open nodes.
    private mutating func close(_ root: Int, _ open: inout [Int]) {
        var members: [Int] = []
        while let member = open.popLast() {
            componentOf[member] = components.count
            members.append(member)
            if member == root { break }
        }
        members.sort()
        components.append(members)
    }
}
