-- What Telegram has handed over, kept until it is answered.

CREATE TABLE inbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order of arrival
    bot INTEGER NOT NULL,                     -- the bot's id: another bot's updates are numbered anew
    update_id INTEGER NOT NULL,
    chat INTEGER,    -- whose turn it is in; NULL where the update has no chat
    content TEXT,    -- the update as JSON; NULL once it is answered
    begun INTEGER NOT NULL DEFAULT 0, -- how many times answering it has begun
    UNIQUE (bot, update_id)
) STRICT;
CREATE INDEX inbox_unanswered ON inbox (number) WHERE content NOT NULL;
