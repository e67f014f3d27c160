-- What could not be answered, and what users thought of answers.

CREATE TABLE unanswered (
    "key" TEXT PRIMARY KEY,  -- the question without what two ways of typing it differ in
    question TEXT NOT NULL,  -- as it was asked last
    times INTEGER NOT NULL,
    reports TEXT NOT NULL,   -- a JSON array: ids of the reports that were nearest
    asked TEXT NOT NULL      -- last, UTC, ISO
) STRICT, WITHOUT ROWID;

CREATE TABLE votes (
    answer TEXT NOT NULL,    -- which message of the chat it was
    voter INTEGER NOT NULL,  -- the user's number, no name
    good INTEGER NOT NULL,   -- 1 or 0
    question TEXT NOT NULL,
    text TEXT NOT NULL,      -- the short answer, '' if there was none
    place TEXT NOT NULL,     -- where it stands, in words
    reports TEXT NOT NULL,   -- a JSON array: ids of the reports it came from
    given TEXT NOT NULL,     -- UTC, ISO
    PRIMARY KEY (answer, voter)
) STRICT, WITHOUT ROWID;
