"""Numbered changes to the tables of the bot's own file, see :mod:`bot.bot_file`."""
