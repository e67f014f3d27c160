"""A small Bot API server on loopback, as strict as Telegram where our replies could go wrong.

It hands out updates by long polling with offsets, and checks what is sent: HTML (unknown, unclosed or crossed tags,
nested blockquotes, bare entities), length in UTF-16 units after parsing, empty text, callback data of 64 bytes.
"""

from __future__ import annotations

import asyncio
import html
import json
import math
import re
import struct
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

TOKEN = "123456789:AAtest_token-for-loopback"
BOT = {"id": 123456789, "is_bot": True, "first_name": "会问", "username": "huiwen_test_bot"}
ALLOWED_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler", "blockquote"}
MAX_UNITS, MAX_DATA = 4096, 64
PNG = b"\x89PNG\r\n\x1a\n"
MAX_DOWNLOAD = 20_000_000

_TAG = re.compile(r"<(/?)([a-zA-Z-]+)((?:\s[^<>]*)?)>")
_ENTITY = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


class ApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


def parse_html(text: str) -> str:
    """The plain text of a message in Telegram's HTML. :raises ApiError: Telegram would not parse it."""
    plain: list[str] = []
    opened: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "<":
            tag = _TAG.match(text, at)
            if tag is None:
                raise _unparsable(f"unsupported start tag at byte offset {at}")
            _check_tag(tag[1], tag[2].lower(), tag[3].strip(), opened)
            at = tag.end()
            continue
        entity = _ENTITY.match(text, at)
        plain.append(html.unescape(entity.group()) if entity else text[at])
        at = entity.end() if entity else at + 1
    if opened:
        raise _unparsable(f'can\'t find end tag corresponding to start tag "{opened[-1]}"')
    return "".join(plain)


def _check_tag(closing: str, name: str, attributes: str, opened: list[str]) -> None:
    if name not in ALLOWED_TAGS or attributes not in (("", "expandable") if name == "blockquote" else ("",)):
        raise _unparsable(f'unsupported start tag "{name}"')
    if closing:
        if not opened or opened.pop() != name:
            raise _unparsable(f'unexpected end tag "{name}"')
        return
    if name == "blockquote" and name in opened:
        raise _unparsable("blockquotes can't be nested")
    opened.append(name)


def _unparsable(why: str) -> ApiError:
    return ApiError(400, f"Bad Request: can't parse entities: {why}")


class FloodLimits:
    """Telegram's limits, without the bursts it may let pass: messages in any so many seconds."""

    def __init__(self) -> None:
        self.refused = 0
        self._sent: dict[object, deque[float]] = defaultdict(deque)

    def take(self, chat: int) -> None:
        """Count a message into a chat. :raises ApiError: there have been too many."""
        now = time.monotonic()
        limits = [("all", 30, 1.0), (chat, 1, 1.0), (f"group {chat}", 20, 60.0)][: 3 if chat < 0 else 2]
        for key, count, seconds in limits:
            sent = self._sent[key]
            while sent and sent[0] <= now - seconds:
                sent.popleft()
            if len(sent) >= count:
                self.refused += 1
                wait = max(1, math.ceil(sent[0] + seconds - now))
                raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        for key, *_ in limits:
            self._sent[key].append(now)


class ApiServer:
    """The server. ``calls`` holds the parameters of every request by method, ``sent`` the messages as they came.

    ``languages`` holds the language codes of users' programs.
    """

    def __init__(self) -> None:
        self.calls: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.sent: list[dict[str, Any]] = []
        self.faults: dict[str, list[ApiError]] = defaultdict(list)
        self.limits = False
        """Whether more messages than Telegram takes are refused, see :class:`FloodLimits`."""
        self.lost_answers: dict[str, int] = defaultdict(int)
        """How many of the next requests, by method, are carried out without an answer."""
        self._flood = FloodLimits()
        self.polls = 0
        self.me = dict(BOT)
        self.webhook: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        self.languages: dict[int, str] = {}
        self.webhook_answers: list[int] = []
        self._sending: asyncio.Task[None] | None = None
        self.files: dict[str, bytes] = {}
        self.administrators: set[tuple[int, int]] = set()
        """Chats, each with a user who administers it."""
        self._updates: list[dict[str, Any]] = []
        self._again: list[dict[str, Any]] = []
        self._next_update, self._next_message = 1000, 1
        self._news = asyncio.Condition()
        self._closing = False
        application = web.Application()
        application.router.add_get("/file/bot{token}/{path:.*}", self._download)
        application.router.add_post("/bot{token}/{method}", self._handle)
        self._server = TestServer(application)

    @property
    def refused(self) -> int:
        """How many messages were refused because there were too many."""
        return self._flood.refused

    @property
    def base_file_url(self) -> str:
        """What TELEGRAM_BASE_FILE_URL is set to."""
        return str(self._server.make_url("/file/bot"))

    @property
    def base_url(self) -> str:
        """What TELEGRAM_BASE_URL is set to."""
        return str(self._server.make_url("/bot"))

    async def __aenter__(self) -> ApiServer:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        async with self._news:
            self._closing = True
            self._news.notify_all()
        if self._sending:
            self._sending.cancel()
        await self._server.close()

    # ------------------------------------------------------------ what a user does

    async def say(self, text: str, *, chat: int = 7, user: int = 7, **fields: Any) -> dict[str, Any]:
        """A message from a user; a negative chat is a group."""
        message = self._message(chat, user) | {"text": text} | fields
        if found := entities(text):
            message = {"entities": found} | message
        return await self.update(message=message)

    async def show(self, **content: Any) -> None:
        """A message without text."""
        await self.update(message=self._message(7, 7) | content)

    async def send_file(
        self, content: bytes, name: str | None = "报告.txt", *, chat: int = 7, user: int = 7, **fields: Any
    ) -> None:
        """A file from a user; ``fields`` may hold a caption."""
        await self.update(message=self._message(chat, user) | {"document": self.document(content, name)} | fields)

    def document(self, content: bytes, name: str | None = "报告.txt") -> dict[str, Any]:
        """A file that the bot may download."""
        number = f"file{len(self.files)}"
        self.files[number] = content
        document = {"file_id": number, "file_unique_id": number, "file_size": len(content)}
        return document | ({"file_name": name} if name else {})

    async def press(self, label: str, *, user: int = 7) -> None:
        """Press the newest button that says this."""
        for message in reversed(self.sent):
            for row in json.loads(message.get("reply_markup", "{}")).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"]:
                        await self.press_data(button["callback_data"], message["result"], user=user)
                        return
        raise AssertionError(f"no button {label!r}")

    def buttons(self) -> list[dict[str, Any]]:
        """The buttons under the last message."""
        rows = json.loads(self.sent[-1].get("reply_markup", "{}")).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    async def press_data(
        self, data: str, message: dict[str, Any] | None = None, *, user: int = 7, chat: int = 7
    ) -> None:
        """Send callback data, also forged."""
        await self.update(
            callback_query={
                "id": str(self._next_update),
                "from": self._user(user),
                "message": message or self._message(chat, 7),
                "chat_instance": "1",
                "data": data,
            }
        )

    async def update(self, **content: Any) -> dict[str, Any]:
        """Any update."""
        async with self._news:
            update = {"update_id": self._next_update, **content}
            self._updates.append(update)
            self._next_update += 1
            self._news.notify_all()
        return update

    async def update_again(self, update: dict[str, Any]) -> None:
        """Send an update to the webhook that was taken before, as Telegram does when it did not hear so."""
        async with self._news:
            self._updates.append(update)
            self._news.notify_all()

    async def hand_out_again(self, updates: list[dict[str, Any]]) -> None:
        """Hand out updates that were handed out before, as Telegram does when it has lost that they were confirmed."""
        async with self._news:
            self._again += updates
            self._news.notify_all()

    async def replies(self, count: int, within: float = 20.0) -> list[str]:
        """The plain texts sent so far, as soon as there are ``count`` of them."""
        await self.until(lambda: len(self.sent) >= count, within)
        return [m["plain"] for m in self.sent]

    async def until(self, condition: Callable[[], bool], within: float = 20.0) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(within):
            async with self._news:
                await self._news.wait_for(condition)

    async def settled(self) -> None:
        """Wait until all updates have been handed out and the bot has asked for more (it handles them in order)."""
        last = self._next_update
        await self.until(lambda: any(int(c.get("offset", 0)) >= last for c in self.calls["getUpdates"]))

    # ------------------------------------------------------------ what the bot asks

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        parameters = dict(await request.post())
        try:
            if request.match_info["token"] != TOKEN:
                raise ApiError(401, "Unauthorized")
            async with self._news:
                self.calls[method].append(parameters)
                self._news.notify_all()
            if self.faults[method]:
                raise self.faults[method].pop(0)
            if self.limits and method.startswith(("send", "edit")) and method != "sendChatAction":
                self._flood.take(int(parameters["chat_id"]))
            result = await getattr(self, f"_{method}")(parameters)
            if self.lost_answers[method]:
                self.lost_answers[method] -= 1
                assert request.transport
                request.transport.abort()
        except ApiError as error:
            body = {"ok": False, "error_code": error.code, "description": str(error), "parameters": error.parameters}
            return web.json_response(body, status=error.code)
        return web.json_response({"ok": True, "result": result})

    async def _getMe(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self.me

    async def _getWebhookInfo(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self.webhook

    async def _deleteWebhook(self, _: dict[str, Any]) -> bool:  # noqa: N802
        self.webhook |= {"url": ""}
        return True

    async def _setWebhook(self, parameters: dict[str, Any]) -> bool:  # noqa: N802
        if not parameters["url"].startswith("http"):
            raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook |= {"url": parameters["url"]}
        if self._sending:
            self._sending.cancel()
        self._sending = asyncio.create_task(self._send_updates(parameters))
        return True

    async def _send_updates(self, parameters: dict[str, Any]) -> None:
        """To the webhook, one after the other, each until it is taken."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": parameters.get("secret_token", "")}
        async with ClientSession() as session:
            while True:
                async with self._news:
                    await self._news.wait_for(lambda: bool(self._updates))
                    update = self._updates[0]
                try:
                    async with session.post(parameters["url"], json=update, headers=headers) as response:
                        self.webhook_answers.append(response.status)
                        taken = response.status == 200
                except (ClientError, OSError) as error:
                    self.webhook |= {"last_error_date": int(time.time()), "last_error_message": type(error).__name__}
                    taken = False
                if taken:
                    async with self._news:
                        self._updates.remove(update)
                        self._news.notify_all()
                else:
                    await asyncio.sleep(0.05)

    async def _setMyCommands(self, parameters: dict[str, Any]) -> bool:  # noqa: N802
        for command in json.loads(parameters["commands"]):
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not 1 <= len(command["description"]) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        return True

    async def _answerCallbackQuery(self, _: dict[str, Any]) -> bool:  # noqa: N802
        return True

    async def _answerInlineQuery(self, _: dict[str, Any]) -> bool:  # noqa: N802
        return True

    async def _sendChatAction(self, _: dict[str, Any]) -> bool:  # noqa: N802
        return True

    async def _getUpdates(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        offset, timeout = int(parameters.get("offset", 0)), float(parameters.get("timeout", 0))
        allowed = json.loads(parameters.get("allowed_updates", "[]"))
        self.polls += 1
        if self.webhook["url"]:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        async with self._news:
            self._updates = [u for u in self._updates if u["update_id"] >= offset]

            def due() -> list[dict[str, Any]]:
                return [u for u in (*self._again, *self._updates) if not allowed or u.keys() & set(allowed)]

            try:
                async with asyncio.timeout(timeout):
                    await self._news.wait_for(lambda: self._closing or bool(due()))
            except TimeoutError:
                return []
            found = due()[:100]
            self._again.clear()
            return found

    def _checked(self, parameters: dict[str, Any]) -> str:
        """The plain text of a message that is sent or edited."""
        text = parameters.get("text", "")
        plain = parse_html(text) if parameters.get("parse_mode") == "HTML" else text
        if not plain.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if len(plain.strip().encode("utf-16-le")) // 2 > MAX_UNITS:
            raise ApiError(400, "Bad Request: message is too long")
        for row in json.loads(parameters.get("reply_markup", "{}")).get("inline_keyboard", []):
            if any(not 1 <= len(b["callback_data"].encode()) <= MAX_DATA for b in row):
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        return plain.strip()

    async def _sendMessage(self, parameters: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        plain = self._checked(parameters)
        message = self._message(int(parameters["chat_id"]), 7) | {"from": BOT, "text": plain}
        if thread := parameters.get("message_thread_id"):
            message |= {"message_thread_id": int(thread), "is_topic_message": True}
        async with self._news:
            self.sent.append({**parameters, "plain": plain, "result": message})
            self._news.notify_all()
        return message

    async def _getChatMember(self, parameters: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        chat, user = int(parameters["chat_id"]), int(parameters["user_id"])
        status = "creator" if (chat, user) in self.administrators else "member"
        return {"status": status, "user": self._user(user), "is_anonymous": False}

    async def _getFile(self, parameters: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        content = self.files[parameters["file_id"]]
        if len(content) > MAX_DOWNLOAD:
            raise ApiError(400, "Bad Request: file is too big")
        number = parameters["file_id"]
        return {"file_id": number, "file_unique_id": number, "file_path": f"documents/{number}"}

    async def _download(self, request: web.Request) -> web.Response:
        if self.faults["download"]:
            return web.Response(status=self.faults["download"].pop(0).code)
        return web.Response(body=self.files[request.match_info["path"].rpartition("/")[2]])

    async def _sendDocument(self, parameters: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        document = parameters["document"]
        content = document.file.read()
        message = self._message(int(parameters["chat_id"]), 7) | {
            "from": BOT,
            "document": self.document(content, document.filename),
        }
        async with self._news:
            self.sent.append({**parameters, "plain": content.decode("utf-8"), "result": message})
            self._news.notify_all()
        return message

    async def _sendPhoto(self, parameters: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        content = parameters["photo"].file.read()
        width, height = struct.unpack(">2I", content[16:24]) if content.startswith(PNG) else (0, 0)
        if not width or width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        if len(content) > 10_000_000:
            raise ApiError(413, "Request Entity Too Large")
        caption = parameters.get("caption", "")
        plain = parse_html(caption) if parameters.get("parse_mode") == "HTML" else caption
        if _units(plain.strip()) > 1024:
            raise ApiError(400, "Bad Request: message caption is too long")
        size = {"file_id": "p", "file_unique_id": "p", "width": width, "height": height}
        message = self._message(int(parameters["chat_id"]), 7) | {"from": BOT, "photo": [size]}
        async with self._news:
            self.sent.append({**parameters, "content": content, "plain": plain.strip(), "result": message})
            self._news.notify_all()
        return message

    async def _editMessageText(self, parameters: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        plain, shown = self._checked(parameters), self._shown(parameters)
        if (shown["plain"], shown.get("reply_markup")) == (plain, parameters.get("reply_markup")):
            raise ApiError(400, "Bad Request: message is not modified: specified new message content and reply markup")
        shown["deleted"] = True
        message = shown["result"] | {"text": plain}
        async with self._news:
            self.sent.append({**parameters, "plain": plain, "result": message})
            self._news.notify_all()
        return message

    async def _deleteMessage(self, parameters: dict[str, Any]) -> bool:  # noqa: N802
        shown = self._shown(parameters)
        async with self._news:
            shown["deleted"] = True
            self._news.notify_all()
        return True

    def _shown(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """A message of the bot as the chat shows it now."""
        number, chat = int(parameters["message_id"]), int(parameters["chat_id"])
        for message in reversed(self.sent):
            result = message["result"]
            if (result["message_id"], result["chat"]["id"]) == (number, chat) and not message.get("deleted"):
                return message
        raise ApiError(400, "Bad Request: message to edit not found")

    def shown(self, chat: int = 7) -> list[str]:
        """The texts of the bot that a chat shows now, in the order of their numbers."""
        here = [m for m in self.sent if m["result"]["chat"]["id"] == chat and not m.get("deleted")]
        return [m["plain"] for m in sorted(here, key=lambda m: int(m["result"]["message_id"]))]

    def _message(self, chat: int, user: int) -> dict[str, Any]:
        self._next_message += 1
        place = {"id": chat, "type": "private", "first_name": "用户"}
        if chat < 0:
            place = {"id": chat, "type": "supergroup", "title": "群"}
        return {"message_id": self._next_message, "date": 1_700_000_000, "chat": place, "from": self._user(user)}

    def _user(self, user: int) -> dict[str, Any]:
        about = {"id": user, "is_bot": False, "first_name": "用户 <b>&"}
        return about | ({"language_code": self.languages[user]} if user in self.languages else {})


def entities(text: str) -> list[dict[str, Any]]:
    """The command and the mentions of a text as Telegram marks them, in UTF-16 units."""
    found = [("bot_command", m) for m in re.finditer(r"^/\w+(@\w+)?", text, re.ASCII)]
    found += [("mention", m) for m in re.finditer(r"(?<!\w)@\w{5,}", text, re.ASCII)]
    return [{"type": kind, "offset": _units(text[: m.start()]), "length": _units(m.group())} for kind, m in found]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
