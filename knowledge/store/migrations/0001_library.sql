-- Reports, what is shown of them in lists, and what was read out of them.

CREATE TABLE reports (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- what users call it; not given again
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    year INTEGER, month INTEGER, day INTEGER, -- of the meeting, as far as the report says
    -- The first and the last day the meeting may have been on, ISO; NULL without a year.
    first_day TEXT AS (CASE WHEN year NOT NULL THEN printf('%04d-%02d-%02d', year, ifnull(month, 1), ifnull(day, 1)) END),
    last_day TEXT AS (CASE WHEN year NOT NULL THEN printf('%04d-%02d-%02d', year, ifnull(month, 12), ifnull(day, 31)) END),
    host TEXT NOT NULL,        -- a JSON array of names
    fingerprint BLOB NOT NULL, -- SHA-256 of the text without what encodings and editors change
    source TEXT NOT NULL,      -- what it came from: a file's name
    added TEXT NOT NULL        -- when it came in, UTC, ISO
) STRICT;
CREATE INDEX reports_fingerprint ON reports (fingerprint);
CREATE INDEX reports_first_day ON reports (first_day);

CREATE TABLE contents (
    report INTEGER PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
    text BLOB NOT NULL, -- UTF-8, zlib
    facts BLOB NOT NULL -- see knowledge/store/facts_codec.py
) STRICT;

CREATE TABLE paragraphs ( -- the lines a report is found by; offsets are characters of its text
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (report, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_name ON people (name);

CREATE TABLE tasks (
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    position INTEGER NOT NULL,
    heading TEXT NOT NULL,
    owner TEXT,
    due TEXT,     -- as the report writes it
    due_day TEXT, -- the same as an ISO date, where it can be told
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_owner ON tasks (owner) WHERE owner NOT NULL;
CREATE INDEX tasks_due_day ON tasks (due_day) WHERE due_day NOT NULL;

CREATE TABLE chats ( -- what conversations remember
    chat TEXT PRIMARY KEY,
    state TEXT NOT NULL, -- JSON, see knowledge/store/chats.py
    changed TEXT NOT NULL -- UTC, ISO
) STRICT, WITHOUT ROWID;
