"""The webhook: Telegram sends updates to us, and they are kept before it hears that they came."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.configuration import SettingsError
from bot.settings import WebhookSettings
from bot.telegram.api import Api
from bot.telegram.door import Door, Take
from bot.telegram.errors import Connection
from bot.texts import say

_Act = Callable[[], Awaitable[None]]
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 15.0

_log = logging.getLogger(__name__)


class Webhook:
    """Receives updates until cancelled.

    The webhook stays set when the bot stops: Telegram keeps what comes meanwhile, and sends it when the bot is back.

    :param allowed: the kinds of updates to be sent.
    :param take: keeps updates.
    """

    def __init__(
        self, settings: WebhookSettings, api: Api, allowed: Sequence[str], take: Take, connection: Connection
    ) -> None:
        self._settings = settings
        self._api = api
        self._allowed = allowed
        self._connection = connection
        self._where = f"{settings.listen}:{settings.port}"
        self._secret = settings.secret or secrets.token_urlsafe(32)
        self._door = Door(settings, self._secret, take)
        self._failed: datetime | None = None
        """When Telegram last failed to get through, as far as we know."""

    async def run(self) -> None:
        """Receive for ever, whatever happens on the way.

        :raises SettingsError: the address cannot be had, or Telegram does not take the webhook or the token.
        """
        try:
            await self._door.open()
        except OSError as error:
            raise SettingsError(say("telegram.no_listening", where=self._where, reason=error.strerror)) from error
        try:
            await self._insist(self._set)
            host = urlsplit(self._settings.url).netloc  # a path may be a secret
            _log.info(say("telegram.listening", host=host, where=self._where))
            while True:
                await asyncio.sleep(self._settings.check_seconds)
                await self._insist(self._check)
        finally:
            await self._door.close()

    async def _insist(self, act: _Act) -> None:
        """Do something at Telegram, again until it works."""
        wait = _FIRST_WAIT
        while True:
            try:
                return await act()
            except InvalidToken:
                raise SettingsError(say("telegram.invalid_token")) from None
            except BadRequest as error:
                raise SettingsError(say("telegram.webhook_refused", reason=str(error))) from error
            except TelegramError as error:
                self._connection.trouble(error)
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, _LONGEST_WAIT)

    async def _set(self) -> None:
        await self._api.set_webhook(
            self._settings.url,
            secret_token=self._secret,
            allowed_updates=self._allowed,
            drop_pending_updates=False,
        )
        self._failed = (await self._api.get_webhook_info()).last_error_date

    async def _check(self) -> None:
        """Set it again if another program has taken it away, and tell if Telegram does not get through."""
        info = await self._api.get_webhook_info()
        if info.url != self._settings.url:
            _log.error(say("telegram.conflict"))
            await self._set()
        elif info.last_error_date != self._failed and info.last_error_message:
            _log.warning(say("telegram.unreached", reason=info.last_error_message, count=info.pending_update_count))
        self._failed = info.last_error_date
