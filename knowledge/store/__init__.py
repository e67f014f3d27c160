"""A library of reports in one file: the edge of the package that keeps things. Nothing in the core imports this."""

from knowledge.store.changes import Change, Changes
from knowledge.store.chats import Chats, ChatState
from knowledge.store.database import Database, FileKind
from knowledge.store.feedback import Feedback, Judged, Unanswered, Vote, Voted
from knowledge.store.importing import Outcome, import_reports
from knowledge.store.items import Remark
from knowledge.store.joining import rename_conversations, take_over
from knowledge.store.library import Library
from knowledge.store.record import Record, make_record
from knowledge.store.reminded import Reminded, Reminder
from knowledge.store.sources import Sources
from knowledge.store.upkeep import back_up, copy_to, counts, erase, problems, restore
from knowledge.store.wishes import CHAT, Dialogs, Wishes

__all__ = [
    "CHAT",
    "Change",
    "Changes",
    "ChatState",
    "Chats",
    "Database",
    "Dialogs",
    "Feedback",
    "FileKind",
    "Judged",
    "Library",
    "Outcome",
    "Record",
    "Remark",
    "Reminded",
    "Reminder",
    "Sources",
    "Unanswered",
    "Vote",
    "Voted",
    "Wishes",
    "back_up",
    "copy_to",
    "counts",
    "erase",
    "import_reports",
    "make_record",
    "problems",
    "rename_conversations",
    "restore",
    "take_over",
]
