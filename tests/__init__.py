"""The tests. A package, so that tests/bot does not hide bot."""
