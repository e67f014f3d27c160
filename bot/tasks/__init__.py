"""Tasks as users keep them: done or not, whose they are, when they are due, and what is ours."""
