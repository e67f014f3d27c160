"""``/settings``: one's own unit and name, and the chat's time zone, reminders and digest. All stay in the chat's file."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot import dialogs
from bot.changing import DEFAULT_ZONE, ZONE
from bot.dialogs import Dialog
from bot.memory import Conversation, Face
from bot.reply import Button, Line, Reply, Tone, clip, note
from bot.rooms import NothingKeptError
from bot.settings import REPLIES
from bot.texts import listed, say, words
from knowledge import KnowledgeBase
from knowledge.store import CHAT, Wishes

DEPARTMENT, NAME, REMINDERS, DIGEST, HOUR = "department", "name", "reminders", "digest", "hour"
OWN = (DEPARTMENT, NAME)
"""Settings of a user; the others are the chat's."""
LANGUAGE = "language"
"""The language that the chat's settings were last changed in; what the bot says by itself is said in it."""
SWITCHES = (REMINDERS, DIGEST)
KEYS = (*OWN, ZONE, REMINDERS, DIGEST, HOUR)
ON = "on"
DEFAULT_HOUR = "9"
DIALOGS = {f"set_{key}": key for key in KEYS if key not in SWITCHES}
_IN_CONSOLE = (*OWN, ZONE)
"""A console sends nothing by itself."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a user has said of himself in a chat; ``""`` if nothing."""

    department: str = ""
    name: str = ""


def own(conversation: Conversation) -> Own:
    """One's own unit and name."""
    kept = _wishes(conversation)
    said = kept.of(_user(conversation)) if kept else {}
    return Own(said.get(DEPARTMENT, ""), said.get(NAME, ""))


def settings(conversation: Conversation, base: KnowledgeBase, argument: str) -> Reply:
    """Show what is set, or set something."""
    word, _, value = argument.partition(" ")
    if not word:
        return _shown(conversation)
    key = next((k for k in _keys(conversation) if word.lower() in words(f"setting.{k}_words")), None)
    if key is None:
        return note(say("setting.which"))
    return put(conversation, key, value.strip()) if value.strip() else ask(conversation, key)


def ask(conversation: Conversation, key: str) -> Reply:
    """Ask for a value; a switch is turned over."""
    if key in SWITCHES:
        kept = _wishes(conversation)
        on = bool(kept and kept.of().get(key))
        return put(conversation, key, listed(say("setting.off_words" if on else "setting.on_words"))[0])
    options = {ZONE: listed(say("setting.zones")), HOUR: listed(say("setting.hours"))}.get(key, ())
    question = say(f"setting.ask_{key}")
    return dialogs.begin(conversation, Dialog(f"set_{key}", options=tuple(options)), question)


def answered(conversation: Conversation, _: KnowledgeBase, dialog: Dialog, value: str) -> Reply:
    """The value that was chosen or typed."""
    key = DIALOGS[dialog.kind]
    if _read(key, value) is None:
        return note(say(f"setting.bad_{key}", value=clip(value, 20)))
    dialogs.end(conversation)
    return put(conversation, key, value)


def put(conversation: Conversation, key: str, value: str) -> Reply:
    """Set something, if it can be read. :raises LibraryError: it cannot be kept."""
    wanted = _read(key, value)
    if wanted is None:
        return note(say(f"setting.bad_{key}", value=clip(value, 20)))
    if conversation.room is None:
        raise NothingKeptError
    wishes = Wishes(conversation.room.made_library().database)
    wishes.set(key, wanted, _user(conversation) if key in OWN else CHAT)
    if key not in OWN:
        wishes.set(LANGUAGE, conversation.speaks)
    return _shown(conversation)


def _read(key: str, value: str) -> str | None:
    """A value as it is kept, ``None`` if it makes no sense."""
    value = " ".join(value.split())
    if value.lower() in words("task.none_words"):
        return ""
    if key in OWN:
        return value[: REPLIES.value_characters]
    if key == ZONE:
        return _zone(value)
    if key == HOUR:
        number = value.removesuffix(say("setting.oclock"))
        return str(int(number)) if number.isdecimal() and len(number) < 3 and int(number) < 24 else None
    if value.lower() in words("setting.on_words"):
        return ON
    return "" if value.lower() in words("setting.off_words") else None


def _zone(value: str) -> str | None:
    """The name of a time zone there is."""
    try:
        return ZoneInfo(value).key
    except (ValueError, OSError, LookupError):
        return None


def _shown(conversation: Conversation) -> Reply:
    kept = _wishes(conversation)
    chat, mine = kept.of() if kept else {}, own(conversation)
    values = {
        DEPARTMENT: mine.department or say("setting.unset"),
        NAME: mine.name or say("setting.unset"),
        ZONE: chat.get(ZONE, DEFAULT_ZONE),
        REMINDERS: say("setting.on" if chat.get(REMINDERS) else "setting.off"),
        DIGEST: say("setting.on" if chat.get(DIGEST) else "setting.off"),
        HOUR: chat.get(HOUR, DEFAULT_HOUR),
    }
    keys = _keys(conversation)
    lines = [Line(say(f"setting.{key}", value=values[key])) for key in keys]
    buttons = tuple(Button(say(f"setting.label_{key}"), f"g:{key}") for key in keys)
    return Reply((Line(say("setting.head"), Tone.HEADING), *lines, Line(say("setting.how"), Tone.NOTE)), buttons)


def _keys(conversation: Conversation) -> tuple[str, ...]:
    return KEYS if conversation.face is Face.TELEGRAM else _IN_CONSOLE


def _wishes(conversation: Conversation) -> Wishes | None:
    library = conversation.room.library if conversation.room else None
    return Wishes(library.database) if library is not None else None


def _user(conversation: Conversation) -> str:
    return str(conversation.user) if conversation.user is not None else "console"
