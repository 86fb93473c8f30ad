"""Figures for Prometheus: requests, queries, the cache, the queue and its workers.

Counted by the template of a route, never by a path, so that nobody can make as many
series as there are addresses. The registry is the app's own.

Source: Prometheus, "Metric and label naming" and "Exposition formats"; RFC 9211
(Cache-Status).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from flask import Flask
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from server.operation.record import Record

METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
OTHER: Final = "other"
"""A method that nothing here answers."""

NOWHERE: Final = "none"
"""The route of an address where nothing is."""

SECONDS: Final = (
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
)
"""The bounds of the histogram; a query's deadline is 10 by default."""

GAUGES: Final = {
    "waiting": "Queries that wait for a worker.",
    "working": "Workers that evaluate a query.",
}
COUNTERS: Final = {
    "deaths": "Workers that were killed or failed, since the engine started.",
}
"""What an engine may tell of itself, by the names it uses."""


def metrics(app: Flask) -> "Metrics | None":
    """Give those of an app, where its operator wants them."""
    found: Metrics | None = app.extensions["borderkg.metrics"]
    return found


class Metrics:
    """The figures of one server, whatever it serves."""

    def __init__(self, running: Callable[[], int]) -> None:
        """Begin at nought.

        Args:
            running: How to learn how many requests are being answered.
        """
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "borderkg_requests",
            "Requests answered.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "borderkg_request_seconds",
            "From a request's arrival to its answer.",
            ("route",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._queries = Counter(
            "borderkg_queries",
            "SPARQL queries, by problem type where there was one.",
            ("outcome",),
            registry=self._registry,
        )
        self._cache = Counter(
            "borderkg_cache",
            "Answers that passed the cache, by what it did.",
            ("result",),
            registry=self._registry,
        )
        self._release = Info(
            "borderkg_release", "What is served.", registry=self._registry
        )
        ProcessCollector(registry=self._registry)
        self._now = _Now(running)
        self._registry.register(self._now)

    def follow(
        self, released: Mapping[str, str], engine: Callable[[], Mapping[str, int]]
    ) -> None:
        """Speak of a release from now on, and go on counting.

        Args:
            released: What is served, in which version.
            engine: How to learn how its engine is.
        """
        self._release.info(dict(released))
        self._now.engine = engine

    def count(self, record: Record) -> None:
        """Count a request."""
        route = record.route or NOWHERE
        method = record.method if record.method in METHODS else OTHER
        self._requests.labels(route, method, f"{record.status // 100}xx").inc()
        self._seconds.labels(route).observe(record.seconds)
        said = record.headers.get("cache-status", "")
        if record.query is not None or said:  # only answers to queries are cached
            self._queries.labels(record.problem or "answered").inc()
        if said:
            self._cache.labels(cached(said)).inc()

    def page(self, accept: str) -> tuple[bytes, str]:
        """Write all figures.

        Args:
            accept: What the scraper takes, as in its header.

        Returns:
            The text and its media type.
        """
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type


class _Now(Collector):
    """What is so at the moment of asking."""

    def __init__(self, running: Callable[[], int]) -> None:
        self.engine: Callable[[], Mapping[str, int]] = dict
        self._running = running

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of this moment; an engine may have none."""
        yield GaugeMetricFamily(
            "borderkg_requests_running",
            "Requests that are being answered.",
            self._running(),
        )
        figures = self.engine()
        for name, meaning in GAUGES.items():
            if name in figures:
                yield GaugeMetricFamily(
                    f"borderkg_engine_{name}", meaning, figures[name]
                )
        for name, meaning in COUNTERS.items():
            if name in figures:
                yield CounterMetricFamily(
                    f"borderkg_engine_{name}", meaning, figures[name]
                )


def cached(status: str) -> str:
    """Read the nearest cache's word from a ``Cache-Status`` header.

    Args:
        status: The header, ``BorderKG; hit`` or ``BorderKG; fwd=miss; stored``.

    Returns:
        ``hit``, or why the request went on: ``miss``, ``bypass`` and the like.

    Source: RFC 9211, section 2.
    """
    nearest = status.rpartition(",")[2]
    for parameter in nearest.split(";")[1:]:
        name, _, value = parameter.strip().partition("=")
        if name == "hit":
            return "hit"
        if name == "fwd":
            return value if value in FORWARDED else OTHER
    return OTHER


FORWARDED: Final = frozenset(
    {"bypass", "method", "uri-miss", "vary-miss", "miss", "request", "stale", "partial"}
)
"""Why a cache passes a request on, as RFC 9211 lists it."""
