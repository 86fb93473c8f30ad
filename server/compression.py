"""Send answers compressed to whoever can read that, and only where it is worth it.

``flask-compress`` packs the answers; which coding a client gets is decided here, since
it would send gzip to a client that refuses it with ``gzip;q=0``. Files of a release go
as they are: each large one has its ``.gz`` beside it. No answer holds a secret, so
nothing can be guessed from lengths (BREACH).

Source: RFC 9110, section 12.5.3 (Accept-Encoding); RFC 8878 (zstd); RFC 1952 (gzip).
"""

from typing import Final

from flask import Flask, Response, request
from flask_compress import Compress

from server.accept import weights
from server.negotiation import FORMATS

CODINGS: Final = ("zstd", "gzip")
"""What is offered, the best first. On five megabytes of rows zstd is as tight as gzip
in a ninth of the time; brotli, a tenth tighter, takes five times as long as zstd."""

SMALLEST: Final = 1_000
"""Bytes below which an answer fits into one packet anyway."""

TYPES: Final = sorted({row.media_type for row in FORMATS})


def register(app: Flask) -> None:
    """Compress the answers of an app."""
    app.config.update(
        COMPRESS_ALGORITHM=list(CODINGS),
        COMPRESS_MIMETYPES=TYPES,
        COMPRESS_MIN_SIZE=SMALLEST,
        COMPRESS_STREAMS=False,
        COMPRESS_EVALUATE_CONDITIONAL_REQUEST=False,  # ``headers`` does, for all
    )
    app.before_request(_decide)
    app.after_request(_timeless)  # the last to be registered is called first
    Compress(app)


def coding(accepted: str) -> str:
    """Choose the coding of an answer.

    Args:
        accepted: The ``Accept-Encoding`` header.

    Returns:
        One of the codings offered, or ``identity`` for none.
    """
    liked = weights(accepted)
    rest = liked.get("*", 0.0)
    best = max(CODINGS, key=lambda name: liked.get(name, rest))
    most = liked.get(best, rest)
    return best if most and most >= liked.get("identity", 0.0) else "identity"


def _decide() -> None:
    """Leave only what was chosen for whoever reads the header next."""
    accepted = request.headers.get("Accept-Encoding", "")
    request.environ["HTTP_ACCEPT_ENCODING"] = coding(accepted)


def _timeless(response: Response) -> Response:
    """Take the time of packing out of a gzip header: same answer, same bytes."""
    if response.content_encoding == "gzip" and not response.is_streamed:
        packed = response.get_data()
        response.set_data(packed[:4] + bytes(4) + packed[8:])
    return response
