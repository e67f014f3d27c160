-- Who may do what with the bot, beside what its settings say.

CREATE TABLE members (
    chat INTEGER PRIMARY KEY, -- a user's number, or a group's, which is negative
    level INTEGER NOT NULL,  -- see bot/rights/levels.py
    since TEXT NOT NULL      -- UTC, ISO
) STRICT;

CREATE TABLE invitations (
    hash BLOB PRIMARY KEY,   -- SHA-256 of the code, which itself is kept nowhere
    level INTEGER NOT NULL,  -- what it gives
    made_by INTEGER,         -- NULL: the bot itself, at its start
    expires TEXT NOT NULL    -- UTC, ISO
) STRICT, WITHOUT ROWID;

CREATE TABLE wrong_codes (
    sender INTEGER NOT NULL, -- who tried it
    tried TEXT NOT NULL      -- UTC, ISO
) STRICT;
CREATE INDEX wrong_codes_sender ON wrong_codes (sender, tried);
