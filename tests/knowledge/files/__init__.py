"""Reports from files."""
