"""Who may do what: the levels, who has which, how one gets in, and the check itself. Knows no Telegram library."""
