"""What ``huiwen doctor`` looks at. What Telegram says is looked at in :mod:`bot.telegram.examination`."""
