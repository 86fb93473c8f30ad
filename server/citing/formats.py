"""Write works as BibTeX, as CSL-JSON and as plain text.

BibTeX counts braces even after a backslash, and its styles take commands for letters,
so every character that means something to TeX is written as a command. Other scripts
stay as they are, in UTF-8, which BibTeX and biber both read. A name that is not known
to have parts, and every title, stands in braces of its own: nobody takes the name
apart or changes the title's capitals. Addresses are printed by ``url``, which escapes
them itself.

Source: CSL-JSON schema (csl-data.json); BibTeXing, sections 2.2 and 4; RFC 3986.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from server.citing.work import Author, Work

UNDATED: Final = "n.d."
"""What stands for a date that nobody knows, in every style."""

_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: rf"\{character}" for character in "#$%&_"},
    }
)
_ADDRESS: Final = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


@dataclass(frozen=True, slots=True)
class Format:
    """A format of citations: what readers call it, and what a file of it is."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Sequence[Work]], str]


def bibtex(works: Sequence[Work]) -> str:
    """Write works as BibTeX, an entry each.

    Args:
        works: What is cited.

    Returns:
        The entries. ``@misc`` is the one type for data sets that BibTeX itself has.
    """
    return "\n".join(_entry(work) for work in works)


def csl(works: Sequence[Work]) -> str:
    """Write works as CSL-JSON, which Zotero, pandoc and citeproc read.

    Args:
        works: What is cited.

    Returns:
        An array with an item each.
    """
    items = [_item(work) for work in works]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def text(works: Sequence[Work]) -> str:
    """Write works for people, a line each.

    Args:
        works: What is cited.

    Returns:
        The lines.
    """
    return "".join(f"{_line(work)}\n" for work in works)


FORMATS: Final = MappingProxyType(
    {
        "bibtex": Format("BibTeX", "application/x-bibtex", "bib", bibtex),
        "csl": Format(
            "CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl
        ),
        "text": Format("Plain text", "text/plain", "txt", text),
    }
)
"""By the word that an address names each with."""


def _entry(work: Work) -> str:
    year, *rest = work.issued.split("-")
    fields = {
        "author": " and ".join(_bibtex_name(author) for author in work.authors),
        "title": f"{{{_tex(work.title)}}}",
        "howpublished": f"In: {_tex(work.container)}" if work.container else "",
        "year": year,
        "month": rest[0] if rest else "",
        "date": work.issued,
        "version": _tex(work.version),
        "url": work.url.translate(_ADDRESS),
        "copyright": work.licence.translate(_ADDRESS),
        "note": ". ".join(_tex(note) for note in work.notes),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{work.key},", *lines, "}\n"])


def _bibtex_name(author: Author) -> str:
    name = _tex(author.name)
    return f"{{{name}}}, {_tex(author.given)}" if author.given else f"{{{name}}}"


def _tex(written: str) -> str:
    return " ".join(written.split()).translate(_TEX)


def _item(work: Work) -> dict[str, Any]:
    dated = [int(part) for part in work.issued.split("-") if part]
    item = {
        "id": work.key,
        "type": work.kind,
        "title": work.title,
        "author": [_csl_name(author) for author in work.authors],
        "issued": {"date-parts": [dated]} if dated else {"literal": UNDATED},
        "container-title": work.container,
        "version": work.version,
        "URL": work.url,
        "note": ". ".join(work.notes),
        "custom": {"license": work.licence} if work.licence else None,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(author: Author) -> dict[str, str]:
    if author.given:
        return {"family": author.name, "given": author.given}
    return {"literal": author.name}


def _line(work: Work) -> str:
    authors = "; ".join(
        f"{author.name}, {author.given}" if author.given else author.name
        for author in work.authors
    )
    parts = (
        f"{authors} ({work.issued or UNDATED})",
        work.title.rstrip("."),
        f"In: {work.container}" if work.container else "",
        f"Release {work.version}" if work.version else "",
        work.url,
        *work.notes,
        f"Licence: {work.licence}" if work.licence else "",
    )
    return " ".join(f"{' '.join(part.split())}." for part in parts if part)
