"""The log: JSON lines on standard error, for programs to read.

Names are those of the Elastic Common Schema, ``http.route`` that of OpenTelemetry, and
ours begin with ``borderkg.``. JSON is written in ASCII, so nothing that a client sends
can begin a line, move a cursor or turn the direction of writing. A line is shorter
than what a pipe takes at once: lines of several processes never mix, and whoever
reads slowly, or has no room left, loses lines, never an answer. The line after a lost
one says how many.

Source: Elastic Common Schema 8; pipe(7), PIPE_BUF; RFC 8259, section 7 (escapes).
"""

import json
import logging
import os
import select
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from server.operation.record import Record

STDERR: Final = 2

LONGEST: Final = {"path": 300, "query": 500, "message": 500, "trace": 2_000}
"""How many characters of a text are logged, escapes counted."""

QUIET: Final = frozenset({"/health", "/ready", "/metrics"})
"""Routes that programs ask all the time; only what goes wrong there is logged."""

GOOD: Final = range(200, 400)
"""Statuses of answers that nobody needs to look at."""


BODILESS: Final = frozenset({204, 304})
"""Statuses of answers that have no body, whatever their headers say."""


class Log:
    """Where lines are written; shared by all threads."""

    def __init__(self, descriptor: int = STDERR) -> None:
        """Write to a descriptor, when it takes something without a wait."""
        self._descriptor = descriptor
        self._ready = select.poll()
        self._ready.register(descriptor, select.POLLOUT)
        self._lock = threading.Lock()
        self._lost = 0
        self._torn = False

    def request(self, record: Record) -> None:
        """Log a request."""
        if record.route in QUIET and record.status in GOOD:
            return
        headers = record.headers
        empty = record.method == "HEAD" or record.status in BODILESS
        length = "" if empty else headers.get("content-length", "")
        members: dict[str, object] = {
            "@timestamp": _stamp(record.time),
            "log.level": "info",
            "http.request.method": _cut(record.method, 20),
            "url.path": _cut(record.path, LONGEST["path"]),
            "http.route": record.route,
            "http.response.status_code": record.status,
            "http.response.body.bytes": int(length) if length.isdecimal() else None,
            "http.response.mime_type": headers.get("content-type", "").partition(";")[
                0
            ],
            "borderkg.milliseconds": round(record.seconds * 1000, 1),
            "client.address": record.client,
            "borderkg.problem": record.problem,
            "borderkg.limit": record.limit,
            "borderkg.cache": headers.get("cache-status"),
        }
        if record.query is not None:
            encoded = record.query.encode("utf-8", "surrogatepass")
            members["borderkg.query"] = _cut(record.query, LONGEST["query"])
            members["borderkg.query_sha256"] = sha256(encoded).hexdigest()[:16]
        self.write(members)

    def write(self, members: Mapping[str, object]) -> None:
        """Write a line, without what is not known; nothing ever fails or waits here."""
        told = {name: v for name, v in members.items() if v not in {None, ""}}
        with self._lock:
            if self._lost:
                told["borderkg.lost"] = self._lost
            line = json.dumps(told).encode("ascii") + b"\n"
            self._lost = 0 if self._put(line) else self._lost + 1

    def _put(self, line: bytes) -> bool:
        """Write a line, and say whether all of it was; a disk may be full."""
        if self._torn:  # end what is there of an earlier one
            line = b"\n" + line
        written = 0
        with suppress(OSError):
            if self._ready.poll(0):
                written = os.write(self._descriptor, line)
        if written:
            self._torn = written < len(line)
        return written == len(line)


class Handler(logging.Handler):
    """Writes what libraries and our own code log, failures above all."""

    def __init__(self, log: Log) -> None:
        """Write to a log."""
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a trace is one of its members, its end if it is long."""
        try:
            members: dict[str, object] = {
                "@timestamp": _stamp(datetime.fromtimestamp(record.created, UTC)),
                "log.level": record.levelname.lower(),
                "log.logger": record.name,
                "message": _cut(record.getMessage(), LONGEST["message"]),
            }
            if record.exc_info and (error := record.exc_info[1]):
                trace = "".join(traceback.format_exception(error))
                members["error.type"] = type(error).__qualname__
                members["error.message"] = _cut(str(error), LONGEST["message"])
                members["error.stack_trace"] = _cut(trace, LONGEST["trace"], end=True)
            self._log.write(members)
        except Exception:  # noqa: BLE001 - as logging wants it
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name
        """Do nothing: who cannot log has nowhere to say so."""


@contextmanager
def handling(log: Log) -> Iterator[None]:
    """Let everything that is logged in this process be lines of a log.

    Args:
        log: Where they go.

    Yields:
        Nothing.
    """
    handler = Handler(log)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


def _stamp(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _cut(text: str, longest: int, *, end: bool = False) -> str:
    """Shorten a text until it and its escapes are short enough."""
    kept = text[-longest:] if end else text[:longest]
    while len(json.dumps(kept)) > longest + 2:
        less = len(kept) * 3 // 4
        kept = kept[-less:] if end else kept[:less]
    return kept
