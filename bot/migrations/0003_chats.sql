-- What the bot knows of its chats. A column named chat, in any table of this file, moves along when a group gets a new
-- number (see bot/known_chats.py).

CREATE TABLE known_chats (
    chat INTEGER PRIMARY KEY,
    gone INTEGER NOT NULL DEFAULT 0,        -- 1: the bot was removed or blocked
    privacy_told INTEGER NOT NULL DEFAULT 0 -- 1: the group knows what privacy mode keeps from the bot
) STRICT;

CREATE TABLE moved_chats ( -- groups that became supergroups: another number, the same chat
    before INTEGER PRIMARY KEY,
    now INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0 -- 1: everything of it is at its new number
) STRICT;
CREATE INDEX moved_chats_now ON moved_chats (now);
