"""An HTTP server with one door: updates, posted to one path by whoever knows the secret token.

Nobody else learns more than that there is nothing here, and nothing of it is logged above DEBUG.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import h11

from bot.settings import WebhookSettings
from knowledge import LibraryError

Take = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]

_SECRET = b"x-telegram-bot-api-secret-token"
_CHUNK = 65_536
_LARGEST_ID = 2**63 - 1
_CLOSED_WITHIN = 1.0
"""Seconds that requests under way are given when the door closes."""

_log = logging.getLogger(__name__)


class Door:
    """Takes updates in and answers 200 only when they are kept; what it cannot keep, Telegram sends again.

    :param secret: what the sender must say.
    :param take: keeps updates; raises ``LibraryError`` if it cannot.
    """

    def __init__(self, settings: WebhookSettings, secret: str, take: Take) -> None:
        self._settings = settings
        self._secret = secret.encode()
        self._take = take
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Listen. :raises OSError: the address cannot be had."""
        self._server = await asyncio.start_server(self._connected, self._settings.listen, self._settings.port)

    async def close(self) -> None:
        """Stop listening; requests under way come to their end, or are sent again."""
        if self._server:
            self._server.close()
        if self._open:
            _, late = await asyncio.wait(self._open, timeout=_CLOSED_WITHIN)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        try:
            if len(self._open) < self._settings.connections:
                self._open.add(task)
                await _Visit(reader, writer, self._settings, self._secret, self._take).serve()
        except (TimeoutError, OSError, h11.ProtocolError) as error:
            _log.debug("a connection ended: %s", type(error).__name__)
        finally:
            self._open.discard(task)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


class _Visit:
    """One connection: requests, one after the other."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        settings: WebhookSettings,
        secret: bytes,
        take: Take,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._settings = settings
        self._secret = secret
        self._take = take
        self._http = h11.Connection(h11.SERVER)

    async def serve(self) -> None:
        """Answer until the other side has enough, or was refused.

        :raises TimeoutError: a request takes too long.
        :raises h11.ProtocolError: it is not HTTP.
        """
        while True:
            async with asyncio.timeout(self._settings.seconds):
                try:
                    status = await self._status()
                except h11.RemoteProtocolError:
                    status = HTTPStatus.BAD_REQUEST
                if status is None:
                    return
                await self._respond(status)
            if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
                return  # a body that nobody has read stands in the way of the next request
            self._http.start_next_cycle()

    async def _status(self) -> HTTPStatus | None:
        """Read a request, do what it wants, and say how to answer it; ``None`` if there is no more."""
        head = await self._event()
        if not isinstance(head, h11.Request):
            return None
        if refusal := self._refusal(head):
            _log.debug("refused with %d", refusal)
            return refusal
        body = await self._body()
        return await self._kept(body) if body is not None else HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def _refusal(self, head: h11.Request) -> HTTPStatus | None:
        """Why a request is refused, from its head alone."""
        if head.target.partition(b"?")[0] != self._settings.path.encode():
            return HTTPStatus.NOT_FOUND
        if head.method != b"POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        headers = dict(head.headers)
        if not hmac.compare_digest(headers.get(_SECRET, b""), self._secret):
            return HTTPStatus.FORBIDDEN
        if int(headers.get(b"content-length", b"0")) > self._settings.body_bytes:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return None

    async def _body(self) -> bytes | None:
        """What was posted, ``None`` if it is too large."""
        body = bytearray()
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
            if len(body) > self._settings.body_bytes:
                return None
        return bytes(body)

    async def _kept(self, body: bytes) -> HTTPStatus:
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return HTTPStatus.BAD_REQUEST
        number = update.get("update_id") if isinstance(update, dict) else None
        if type(number) is not int or not 0 <= number <= _LARGEST_ID:
            return HTTPStatus.BAD_REQUEST
        try:
            await self._take([update])
        except LibraryError as error:
            _log.error("%s", error)
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    async def _event(self) -> object:
        """The next thing that comes in: one of h11's events."""
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                go_on = h11.InformationalResponse(status_code=HTTPStatus.CONTINUE, headers=[])
                await self._write(self._http.send(go_on))
            self._http.receive_data(await self._reader.read(_CHUNK))
        return event

    async def _respond(self, status: HTTPStatus) -> None:
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        headers = [("Content-Length", "0")]
        if status is not HTTPStatus.OK:
            headers.append(("Connection", "close"))
        await self._write(self._http.send(h11.Response(status_code=status, headers=headers, reason=status.phrase)))
        await self._write(self._http.send(h11.EndOfMessage()))

    async def _write(self, data: bytes | None) -> None:
        self._writer.write(data or b"")
        await self._writer.drain()
