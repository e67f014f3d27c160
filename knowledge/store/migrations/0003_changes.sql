-- What users say of reports and of themselves, and what the bot has reminded them of.

-- Tasks done, owners, due dates, names and titles put right: every change stays as history. A report is named by its id, a
-- person or task by the report's own words, so that a change stays when the report is imported again.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    shared INTEGER NOT NULL, -- 1: of a report that this chat did not bring itself
    report TEXT NOT NULL,
    field TEXT NOT NULL,     -- see knowledge/corrections/model.py
    subject TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    user INTEGER,            -- the number of who said so; NULL in the console
    made TEXT NOT NULL,      -- UTC, ISO
    undone TEXT              -- when it was taken back; NULL while in force
) STRICT;
CREATE INDEX changes_report ON changes (report);

CREATE TABLE dialogs ( -- what the bot has asked and waits for, by conversation
    conversation TEXT PRIMARY KEY,
    state TEXT NOT NULL  -- JSON, see bot/dialogs.py
) STRICT, WITHOUT ROWID;

CREATE TABLE settings ( -- of the chat (user '') and of its users
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (user, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminders ( -- sent, or about to be: nothing is said twice
    kind TEXT NOT NULL,   -- the day before, the day, the week
    report TEXT NOT NULL, -- '' for the week
    subject TEXT NOT NULL,
    day TEXT NOT NULL,    -- of the chat, ISO
    PRIMARY KEY (kind, report, subject, day)
) STRICT, WITHOUT ROWID;
