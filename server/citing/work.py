"""What is said of a work wherever it is cited, whatever the format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a work.

    Attributes:
        name: The family name, or the whole where nothing says which part that is.
        given: The other names, or nothing.
    """

    name: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """Something that can be cited.

    Attributes:
        key: What a bibliography knows it by: ASCII letters, digits and hyphens.
        kind: What it is; the words are those of CSL.
        title: Its title.
        authors: Who made it, in the order of the work itself.
        issued: The day it came out, ``2026-11-24``, or nothing where that is unknown.
        url: The address that stays.
        container: The title of what it is a part of, or nothing.
        version: The release, or nothing.
        licence: The address of the licence, or nothing.
        notes: What else a reader should know, a sentence each, without full stops.
    """

    key: str
    kind: str
    title: str
    authors: tuple[Author, ...]
    issued: str
    url: str
    container: str = ""
    version: str = ""
    licence: str = ""
    notes: tuple[str, ...] = ()
