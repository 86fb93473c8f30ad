"""What WSGI leaves to those who stand around an app: its end, and its shortcut.

Source: PEP 3333, "Optional Platform-Specific File Handling".
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def at_hand(
    app: "WSGIApplication", environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes] | None:
    """Ask an app for what it has at hand; most have no method for that.

    Args:
        app: The app.
        environ: The request.
        start_response: As in WSGI.

    Returns:
        The answer, or nothing where the app must be asked in full.
    """
    ready = getattr(app, "at_hand", None)
    found: Iterable[bytes] | None = ready and ready(environ, start_response)
    return found


def after(
    environ: "WSGIEnvironment", body: Iterable[bytes], done: Callable[[], None]
) -> Iterable[bytes]:
    """Do something once an answer has been handed to the server.

    Args:
        environ: The request.
        body: The answer.
        done: What to do.

    Returns:
        The answer.
    """
    wrapper = environ.get("wsgi.file_wrapper")
    if isinstance(wrapper, type) and isinstance(body, wrapper):
        # A server sends its own kind of file without a thread, if nobody wraps it.
        done()
        return body
    return ClosingIterator(body, done)
