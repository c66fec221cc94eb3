import Driver
import Glibc

// A reader that goes away is an error of that write, not the end of the process.
signal(SIGPIPE, SIG_IGN)
exit(CommandTable.run(Array(CommandLine.arguments.dropFirst())).rawValue)
