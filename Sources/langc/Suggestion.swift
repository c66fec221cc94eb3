import Basics

/// The candidate nearest to a misspelt word, if one is near.
func closest(_ word: String, _ candidates: [String]) -> String? { closestMatches(to: word, among: candidates.sorted()).first }
