"""A library of reports in one file: the edge of the package that keeps things. Nothing in the core imports this."""
