"""One cell of a SPARQL result, ready for a template.

The engine answers in JSON; a page shows the same terms, shortened and linked. A result
shows what was asked for; where its evidence is told, things have their labels.

Source: SPARQL 1.1 Query Results JSON Format, section 3.2.2.
"""

from ontology.prefixes import curie
from server.pages.names import PLAIN, Names, Shown, address, direction


def binding(term: object) -> Shown:
    """Prepare one cell of a SPARQL result for a template.

    Args:
        term: A term as SPARQL 1.1 Query Results JSON writes it, or nothing.

    Returns:
        IRIs shortened and linked, literals with language or datatype.
    """
    if not isinstance(term, dict):
        return Shown(text="")
    value = str(term.get("value", ""))
    if term.get("type") == "uri":
        return Shown(text=curie(value), href=address(value), iri=value)
    if term.get("type") == "bnode":
        return Shown(text=f"_:{value}")
    if isinstance(term.get("value"), dict):
        parts = (binding(part).text for part in term["value"].values())
        return Shown(text=f"<<( {' '.join(parts)} )>>")
    language = str(term.get("xml:lang", ""))
    kind = str(term.get("datatype", ""))
    return Shown(
        text=value,
        language=language,
        direction=direction(language),
        datatype="" if kind in PLAIN else curie(kind),
    )


def labelled(names: Names, term: object) -> Shown:
    """Prepare one cell to be read: an IRI under its label, its name in full behind it.

    Args:
        names: The names of the release.
        term: As above.

    Returns:
        The same, with the label where the release has one.
    """
    shown = binding(term)
    return names.link(shown.iri) if shown.iri else shown
