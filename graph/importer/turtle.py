"""Write Turtle blocks in the house format, ready to be committed.

Only what generated files need: one block a thing, names of ours in prefixed form,
literals of five kinds. What it writes, ``turtlefmt --check`` accepts.

Source: RDF 1.1 Turtle, section 6.
"""

import re
from collections.abc import Iterable

from ontology.prefixes import PREFIXES


def text(value: str, language: str = "") -> str:
    """Return a string literal, with its language where there is one."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + (f"@{language}" if language else "")


def typed(value: str, datatype: str) -> str:
    """Return a literal of the XML Schema type with that local name."""
    return f"{text(value)}^^xsd:{datatype}"


def block(
    subject: str, kind: str, statements: Iterable[tuple[str, Iterable[str]]]
) -> str:
    """Return the statements about one thing.

    Args:
        subject: Its prefixed name.
        kind: The prefixed name of its class.
        statements: Predicate and objects; a predicate without objects is left out.
    """
    return untyped(subject, [("a", [kind]), *statements])


def untyped(subject: str, statements: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Return the statements about one thing whose class is not said here.

    Args:
        subject: Its prefixed name, or its IRI in brackets.
        statements: Predicate and objects; a predicate without objects is left out.
    """
    lines = []
    for predicate, objects in statements:
        if listed := " , ".join(dict.fromkeys(objects)):
            lines.append(f"{predicate} {listed}")
    return f"{subject} " + " ;\n    ".join(lines) + " .\n"


def document(comment: Iterable[str], blocks: Iterable[str]) -> str:
    """Return a whole file: the prefixes it uses, a comment, the blocks."""
    body = "\n".join(blocks)
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', '""', body)
    used = sorted(set(re.findall(r"\b([a-z]+):", bare)))
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in used)
    above = "".join(f"# {line}\n" for line in comment)
    return f"{prefixes}\n{above}\n{body}"
