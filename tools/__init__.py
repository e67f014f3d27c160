"""Commands for whoever develops huiwen: what is built once and kept in the repository."""
