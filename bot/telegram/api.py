"""The connection to the Bot API: two pools of connections, and updates as they came."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from telegram.error import NetworkError
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.settings import TelegramSettings

READ_TIMEOUT = 20.0
"""Seconds: a slow server has often delivered already, and asking again would deliver twice."""
_CONNECT_TIMEOUT = 10.0
_POOL_TIMEOUT = 60.0
"""Seconds that a request waits for one of the connections."""
_TELEGRAM = "https://api.telegram.org/bot"
_TELEGRAM_FILES = "https://api.telegram.org/file/bot"


class Api(ExtBot[Any]):
    """The bot at Telegram."""

    def __init__(self, settings: TelegramSettings, limiter: BaseRateLimiter[Any]) -> None:
        self._fetching = _request(connections=1)
        super().__init__(
            settings.token,
            settings.base_url or _TELEGRAM,
            settings.base_file_url or _TELEGRAM_FILES,
            request=_request(connections=256),
            get_updates_request=self._fetching,
            rate_limiter=limiter,
        )

    async def updates(self, offset: int | None, wait: int, allowed: Sequence[str]) -> list[Mapping[str, Any]]:
        """The updates from an id on, waiting up to ``wait`` seconds for the first. Those before it are forgotten by Telegram.

        As JSON, not as objects: one that the library cannot read must not keep the others away.
        """
        parameters = {"offset": offset, "timeout": wait, "allowed_updates": allowed}
        found = await self._post("getUpdates", parameters, read_timeout=READ_TIMEOUT + wait)
        return [u for u in found or () if isinstance(u, dict) and isinstance(u.get("update_id"), int)]

    async def reconnect(self) -> None:
        """Fetch over a new connection."""
        await self._fetching.shutdown()
        await self._fetching.initialize()


class _Request(HTTPXRequest):
    """Says that an answer cannot be read without writing it into the log: it may be what somebody wrote."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The JSON of an answer. :raises NetworkError: it is cut or none: the request may have been done all the same."""
        try:
            return dict(json.loads(payload.decode("utf-8", "replace")))
        except (ValueError, TypeError) as error:
            raise NetworkError("the server's answer is not JSON") from error


def _request(connections: int) -> _Request:
    return _Request(
        connections, read_timeout=READ_TIMEOUT, connect_timeout=_CONNECT_TIMEOUT, pool_timeout=_POOL_TIMEOUT
    )
