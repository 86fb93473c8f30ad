"""One cell of a SPARQL result, and the address of the result itself.

The engine answers in JSON; a page shows the same terms, shortened and linked. Labels
are not looked up: a result shows what was asked for.

Source: SPARQL 1.1 Query Results JSON Format, section 3.2.2.
"""

from urllib.parse import urlencode

from server.engine import DatasetSpec
from server.names import PLAIN, Shown, address, curie, direction


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


def asked(query: str, dataset: DatasetSpec, form: str) -> str:
    """Write the address of a query's result in one format.

    Args:
        query: The query.
        dataset: The graphs it was asked of.
        form: A word that ``format=`` knows.

    Returns:
        A path of this server.
    """
    graphs = [("default-graph-uri", iri) for iri in dataset.default_graphs]
    graphs += [("named-graph-uri", iri) for iri in dataset.named_graphs]
    return f"/sparql?{urlencode([('query', query), *graphs, ('format', form)])}"
