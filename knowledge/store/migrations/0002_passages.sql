-- Passage search: an inverted index in immutable segments, as search engines keep it.

-- Up to 4096 passages of one report; a longer report has several parts.
CREATE TABLE passage_parts (
    id INTEGER PRIMARY KEY,
    report TEXT NOT NULL,
    date INTEGER NOT NULL, -- of the meeting, as the number 20230818; 0 if not stated in full
    places BLOB NOT NULL,  -- start and end of each passage, uint32
    text TEXT,             -- the passages, one a line, while they wait to become part of a segment
    characters INTEGER NOT NULL
) STRICT;
CREATE INDEX passage_parts_report ON passage_parts (report);
CREATE INDEX passage_parts_waiting ON passage_parts (id) WHERE text IS NOT NULL;

CREATE TABLE passage_segments (
    id INTEGER PRIMARY KEY,
    parts BLOB NOT NULL,   -- ids of its parts, in order, uint32; 0 where one is gone
    begins BLOB NOT NULL,  -- number of each part's first passage within the segment, uint32
    dates BLOB NOT NULL,   -- of each part, uint32
    common BLOB NOT NULL,  -- numbers of the keys that many of its passages hold, uint64
    spreads BLOB NOT NULL, -- how many passages hold each of these, uint32
    firsts BLOB NOT NULL,  -- number of the first key in each of its chunks, uint64
    lengths BLOB NOT NULL  -- keys in each passage, uint16
) STRICT;

CREATE TABLE passage_postings (
    id INTEGER PRIMARY KEY, -- of the segment, times 2^20, plus the number of the chunk
    data BLOB NOT NULL      -- see knowledge/store/postings.py
) STRICT;

-- One row. The generation is another number after every change, whoever makes it.
CREATE TABLE passage_state (generation INTEGER NOT NULL) STRICT;
INSERT INTO passage_state VALUES (0);
