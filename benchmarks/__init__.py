"""How good the answers are (quality) and how fast (speed), each one command that writes a record."""
