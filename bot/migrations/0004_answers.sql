-- Which messages answer a question, so that an edit of the question can edit them. Numbers only.

CREATE TABLE answers (
    place INTEGER NOT NULL,    -- the chat. Not called chat: where a group gets a new number, its messages do too
    question INTEGER NOT NULL, -- the number of the message
    answers TEXT NOT NULL,     -- a JSON array: the numbers of the messages sent for it, in order
    PRIMARY KEY (place, question)
) STRICT, WITHOUT ROWID;
