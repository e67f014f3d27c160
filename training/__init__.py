"""Scripts that fit the package's data: word vectors and the ranking."""
