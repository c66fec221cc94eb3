import Basics

extension Module {
    /// The module with what `change` makes of every function that has a body, given with it.
    func changingFunctions(_ change: (Function, ExprID) -> Function) -> Module {
        var module = self
        for index in functions.indices {
            if let body = functions[index].body { module.functions[index] = change(functions[index], body) }
        }
        return module
    }

    /// The same for some functions, whose identities `change` is given, too.
    func changingFunctions(
        where isChosen: (FunctionID) -> Bool, _ change: (FunctionID, Function, ExprID) -> Function
    ) -> Module {
        var module = self
        for index in functions.indices where isChosen(index) {
            if let body = functions[index].body { module.functions[index] = change(index, functions[index], body) }
        }
        return module
    }
}
