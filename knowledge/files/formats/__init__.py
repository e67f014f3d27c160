"""What runs in the parsing child: a document's bytes in, its blocks out.

Self-contained: modules here import each other relatively and nothing else of the package, so that the child starts
without dictionaries and models. See ``child.py`` for how it is run and ``blocks.py`` for what comes back.
"""
