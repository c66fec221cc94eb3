/// What `langc --version` prints and objects carry.
public let langcVersion = "0.1.0"
