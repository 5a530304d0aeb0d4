"""The only place that knows the client of OpenAI-compatible servers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from threading import Thread
from typing import TYPE_CHECKING, Any

from django.conf import settings

from .base import Completion, Failure, Message, Provider, ProviderError, Usage, estimated_tokens
from .network import any_client, public_only_client

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletionChunk

LONGEST_DETAIL = 300
# A server that never ends fills no memory.
LONGEST_TEXT = 400_000
SERVER = 500
STATUSES = {
    **dict.fromkeys((301, 302, 303, 307, 308, 404), Failure.MODEL_UNKNOWN),
    **dict.fromkeys((401, 403), Failure.KEY_REFUSED),
    **dict.fromkeys((408, 409), Failure.SERVER_ERROR),
    402: Failure.NO_CREDIT,
    413: Failure.TOO_LONG,
    429: Failure.RATE_LIMITED,
}
# What a server says beside the status, where that says too little.
CODES = {
    "insufficient_quota": Failure.NO_CREDIT,
    "context_length_exceeded": Failure.TOO_LONG,
    "model_not_found": Failure.MODEL_UNKNOWN,
}
MOST_RETRY_AFTER = 3600.0
SHAPE = "Answer with one JSON object, without any text around it, that fits this JSON Schema:"


class OpenAiEngine:
    """Chat Completions, which every compatible server has; tries and deadlines are the caller's."""

    def complete(
        self,
        provider: Provider,
        messages: tuple[Message, ...],
        schema: Mapping[str, Any],
        *,
        seconds: float,
        is_plain: bool = False,
    ) -> Completion:
        """One try within that many seconds; raises ProviderError."""
        heard = _Heard(provider, messages)
        # No timeout of a client covers looking up a name, connecting and a server that trickles; this does. The thread
        # ends by itself soon after, as the client has timeouts too.
        asking = Thread(target=_listen, args=(heard, schema, seconds, is_plain), daemon=True, name="ai-call")
        asking.start()
        asking.join(seconds)
        if asking.is_alive():
            heard.is_over = True
            raise ProviderError(Failure.OVER_TIME, usage=heard.usage)
        if heard.error is not None:
            raise heard.error
        return heard.completion()


def _listen(heard: "_Heard", schema: Mapping[str, Any], seconds: float, is_plain: bool) -> None:  # noqa: FBT001 -- as the thread passes it
    import openai

    provider = heard.provider
    try:
        with _client(provider, seconds) as client:
            heard.listen(client, schema, is_plain=is_plain)
    except openai.APITimeoutError:
        heard.error = ProviderError(Failure.OVER_TIME, usage=heard.usage)
    except openai.APIStatusError as error:
        text = _without_key(str(error), provider)
        heard.error = _of_status(error.status_code, error.code, text, error.response.headers)
    except openai.APIConnectionError as error:
        # What broke off in the middle has to be paid all the same.
        usage = heard.usage if heard.has_begun else Usage()
        reason = _without_key(str(error.__cause__ or error), provider)
        heard.error = ProviderError(Failure.UNREACHABLE, reason, usage=usage)
    except (openai.OpenAIError, json.JSONDecodeError, UnicodeError, RecursionError) as error:
        heard.error = ProviderError(Failure.CUT_OFF, _without_key(str(error), provider), usage=heard.usage)


def _client(provider: Provider, seconds: float) -> "OpenAI":
    from openai import OpenAI

    is_free = not provider.owner or settings.AI_ALLOW_PRIVATE_ADDRESSES
    return OpenAI(
        api_key=provider.key,
        base_url=provider.base_url,
        timeout=seconds,
        max_retries=0,
        http_client=any_client(seconds) if is_free else public_only_client(seconds),
    )


@dataclass(slots=True)
class _Heard:
    """What a stream has said so far; only one that says itself that it is whole is an answer."""

    provider: Provider
    messages: tuple[Message, ...]
    is_over: bool = False
    has_begun: bool = False
    error: ProviderError | None = None
    _told: Usage | None = None
    _text: list[str] = field(default_factory=list)
    _refusal: list[str] = field(default_factory=list)
    _finish: str | None = None

    @property
    def usage(self) -> Usage:
        """As the server said; else as many tokens as there can have been."""
        if self._told is not None:
            return self._told
        asked = estimated_tokens(*(message.content for message in self.messages))
        return Usage(asked, estimated_tokens(*self._text), is_estimate=True)

    def listen(self, client: "OpenAI", schema: Mapping[str, Any], *, is_plain: bool) -> None:
        length = 0
        with client.chat.completions.create(
            model=self.provider.model,
            messages=_spoken(self.messages, schema, is_plain=is_plain),
            stream=True,
            extra_body=_options(self.provider, schema, is_plain=is_plain),
        ) as stream:
            self.has_begun = True
            for chunk in stream:
                self._take(chunk)
                length += len(self._text[-1]) if self._text else 0
                if self.is_over or length > LONGEST_TEXT:
                    self._finish = None
                    return

    def _take(self, chunk: "ChatCompletionChunk") -> None:
        # Nothing of a chunk is sure: the client does not check what servers send.
        if (told := getattr(chunk, "usage", None)) is not None:
            self._told = Usage(_number(told, "prompt_tokens"), _number(told, "completion_tokens"))
        for choice in (getattr(chunk, "choices", None) or [])[:1]:
            delta = getattr(choice, "delta", None)
            self._text.append(str(getattr(delta, "content", None) or ""))
            self._refusal.append(str(getattr(delta, "refusal", None) or ""))
            self._finish = getattr(choice, "finish_reason", None) or self._finish

    def completion(self) -> Completion:
        text, refusal = "".join(self._text), "".join(self._refusal)
        if self._finish is None:
            raise ProviderError(Failure.CUT_OFF, usage=self.usage)
        if self._finish == "length":
            raise ProviderError(Failure.TOO_LONG, usage=self.usage)
        if self._finish == "content_filter" or refusal:
            raise ProviderError(Failure.REFUSED, usage=self.usage)
        return Completion(text, self.usage)


def _spoken(messages: Sequence[Message], schema: Mapping[str, Any], *, is_plain: bool) -> Any:
    """Where the server takes no schema, the task says it."""
    spoken = [{"role": message.role, "content": message.content} for message in messages]
    if is_plain:
        spoken[0]["content"] += f"\n\n{SHAPE}\n{json.dumps(schema)}"
    return spoken


def _options(provider: Provider, schema: Mapping[str, Any], *, is_plain: bool) -> dict[str, Any]:
    """What newer servers take; plain is what every server takes."""
    if is_plain:
        return {}
    shape = {"name": "answer", "schema": schema, "strict": True}
    return {
        "response_format": {"type": "json_schema", "json_schema": shape},
        "max_completion_tokens": provider.max_tokens,
        "temperature": 0,
        "stream_options": {"include_usage": True},
    }


def _number(told: Any, name: str) -> int:
    found = getattr(told, name, 0)
    return found if isinstance(found, int) and found > 0 else 0


def _without_key(text: str, provider: Provider) -> str:
    """Some servers repeat the key that they refuse."""
    return (text.replace(provider.key, "…") if provider.key else text)[:LONGEST_DETAIL]


def _of_status(status: int, code: str | None, text: str, headers: Mapping[str, str]) -> ProviderError:
    if (failure := CODES.get(code or "")) is None:
        failure = STATUSES.get(status, Failure.SERVER_ERROR if status >= SERVER else Failure.BAD_REQUEST)
    return ProviderError(failure, text, retry_after=_seconds(headers.get("retry-after")))


def _seconds(said: str | None) -> float | None:
    """Servers of this kind say a number of seconds; what is none says nothing."""
    try:
        found = float(said or "")
    except ValueError:
        return None
    return min(max(found, 0.0), MOST_RETRY_AFTER) if isfinite(found) else None
