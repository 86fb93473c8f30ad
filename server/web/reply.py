"""What the app answers, and how granian is told.

Source: PEP 3333; RSGI 1.6, the interface of granian.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from werkzeug.wsgi import FileWrapper

from server import problems
from server.headers import SECURE

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol

NAME: Final = "BorderKG"
"""What answers call the server; without it granian names itself."""


@dataclass(slots=True)
class Reply:
    """One answer; a file is sent by granian, so that no copy of it is held here.

    Attributes:
        status: Its status.
        headers: Its headers.
        body: Its body, unless it is a file.
        file: The path of the file.
    """

    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    file: str = ""

    def start(
        self, status: str, headers: list[tuple[str, str]], _: object = None
    ) -> Callable[[bytes], object]:
        """Take status and headers; this is WSGI's ``start_response``."""
        self.status = int(status[:3])
        self.headers = headers
        return self._write

    def hand(self, file: Any, block: int = 65_536) -> FileWrapper:  # noqa: ANN401 - PEP 3333
        """Note which file the app hands out; this is WSGI's ``file_wrapper``."""
        self.file = file.name
        return FileWrapper(file, block)

    def send(self, proto: "RSGIHTTPProtocol", *, closing: bool = False) -> None:
        """Send it.

        Args:
            proto: Where to.
            closing: Whether it is the connection's last.
        """
        headers = [(name.lower(), value) for name, value in self.headers]
        headers.append(("server", NAME))
        if closing:
            headers.append(("connection", "close"))
        if not self.file:
            proto.response_bytes(self.status, headers, self.body)
        elif self.status == HTTPStatus.PARTIAL_CONTENT:
            part = dict(headers)["content-range"].removeprefix("bytes ")
            first, last = map(int, part.partition("/")[0].split("-"))
            whole = (self.status, headers, self.file)
            proto.response_file_range(*whole, first, last + 1)
        else:
            proto.response_file(self.status, headers, self.file)

    def _write(self, data: bytes) -> None:
        self.body += data


def refusal(status: HTTPStatus) -> Reply:
    """Say in the app's stead why there is no answer.

    Args:
        status: What went wrong.

    Returns:
        The answer.
    """
    answered = problems.bare(status)
    answered.headers.extend(SECURE)
    return Reply(status, answered.headers.to_wsgi_list(), answered.get_data())
