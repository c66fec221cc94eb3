import Manifest

/// What `langc new` makes.
enum AtlasTemplate {
    static func files(name: String) -> ProjectTemplate {
        ProjectTemplate([
            .init(".gitignore", "/target/\n"),
            .init("README.md", readme(name)),
            .init("src/main.atl", main),
            .init("src/greeting.atl", greeting),
            .init("tests/greeting_test.atl", test),
            .init("atlas.toml", manifest(name)),
        ])
    }

    private static func readme(_ name: String) -> String {
        """
        # \(name)

            langc run         # build and run the program
            langc test        # run the functions whose names begin with test_
            langc build       # write target/\(name).wasm
            langc check       # only say what is wrong

        `src/main.atl` is the program; it imports `src/greeting.atl`. Tests are in `tests`.

        """
    }

    private static func manifest(_ name: String) -> String {
        """
        [package]
        name = "\(name)"
        version = "0.1.0"

        [warnings]
        level = "warn"          # or "allow", or "deny": warnings are errors

        """
    }

    private static let main = """
        import { greet } from "./greeting";

        print(greet("world"));

        """

    private static let greeting = """
        /// The words with which `name` is met.
        export fn greet(name: string) -> string {
            return "Hello, " + name + "!";
        }

        """

    private static let test = """
        // A path that begins with / counts from the project, one that begins with ./ or ../ from this file.
        import { greet } from "/src/greeting";

        export fn test_greets_by_name() {
            assertEqual(greet("Ada"), "Hello, Ada!");
        }

        """
}
