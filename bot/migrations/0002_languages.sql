-- Languages that users chose; whoever chose none is spoken to in that of their program.

CREATE TABLE languages (
    user INTEGER PRIMARY KEY,
    language TEXT NOT NULL -- its BCP 47 tag
) STRICT;
