"""The Telegram face. Nothing outside this folder imports the Telegram library."""
