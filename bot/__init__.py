"""The faces of 会问: a console and a Telegram bot around one conversation. Knows `knowledge` by its front door only."""
