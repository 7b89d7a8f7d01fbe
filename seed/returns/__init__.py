"""Returns of the units: one reader per kind of file; the contract is seed/samples/README.md. Nothing heavy is
imported here, because the child process that parses hostile files imports this package too."""
