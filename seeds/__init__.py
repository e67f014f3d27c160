"""The bundled report: a news item of 2015 about a meeting, as found on the web, unchanged."""

from importlib.resources import files


def seed_text() -> str:
    """The founding report's text."""
    return (files("seeds") / "seed.txt").read_text("utf-8")
