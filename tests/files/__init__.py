"""Reports as other programs wrote them; see README.md."""
