"""Answer a Digest challenge, as Virtuoso's Graph Store asks one.

MD5 and SHA-256 with ``qop=auth``; anything else is left unanswered. A challenge is
answered once, so the count is always one.

Source: RFC 7616, sections 3.3 and 3.4.
"""

import hashlib
import re
import secrets
from typing import Final

_PARAMETER: Final = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
_HASHES: Final = {"MD5": "md5", "SHA-256": "sha256"}
_COUNT: Final = "00000001"


def answer(challenge: str, method: str, path: str, user: str, password: str) -> str:
    """Answer a challenge.

    Args:
        challenge: The header ``WWW-Authenticate``.
        method: The method of the request that was refused.
        path: Its path and query.
        user: Who asks.
        password: What proves it.

    Returns:
        The header ``Authorization``; nothing if the challenge is of another kind.
    """
    scheme, _, rest = challenge.partition(" ")
    told = {m[1].lower(): m[2] or m[3] or "" for m in _PARAMETER.finditer(rest)}
    algorithm = told.get("algorithm", "MD5").upper()
    offered = re.split(r"[\s,]+", told.get("qop", ""))
    if scheme.lower() != "digest" or algorithm not in _HASHES or "auth" not in offered:
        return ""

    def digest(*parts: str) -> str:
        return hashlib.new(_HASHES[algorithm], ":".join(parts).encode()).hexdigest()

    realm, nonce = told.get("realm", ""), told.get("nonce", "")
    ours = secrets.token_hex(8)
    secret = digest(user, realm, password)
    proof = digest(secret, nonce, _COUNT, ours, "auth", digest(method, path))
    quoted = {
        "username": user, "realm": realm, "nonce": nonce, "uri": path,
        "cnonce": ours, "response": proof,
    }  # fmt: skip
    if "opaque" in told:
        quoted["opaque"] = told["opaque"]
    fields = [f'{name}="{value}"' for name, value in quoted.items()]
    return f"Digest {', '.join(fields)}, algorithm={algorithm}, qop=auth, nc={_COUNT}"
