"""What a release, a thing of it, or a query's answer is cited as: from its own data.

The authors of the article, in the order and with the family names that it prints, are
read from the frame of the article; who made the graph, its licence and the date of its
version from what the release says of itself. Nothing is written here that the data
could say.
"""

import re
from dataclasses import dataclass
from typing import Final

from graph.release import Release
from ontology.prefixes import BASE, PREFIXES
from ontology.terms import CLAIM, DESCRIBES, THE_ARTICLE
from server.citing.work import Author, Work
from server.pages.names import TYPE, Names, bk, local

NAME: Final = "BorderKG"
"""What the graph is called where a release does not say."""

DATASET: Final = f"{BASE}dataset"
RECORD: Final = f"{PREFIXES['module']}all"
"""The ontology as a whole, which records whose work a version is and its day."""

_DCTERMS: Final = PREFIXES["dcterms"]
_KEY: Final = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Works:
    """What can be cited of one release, each with the article it describes."""

    names: Names
    release: str

    @classmethod
    def of(cls, names: Names, release: Release) -> "Works":
        """Take the names and the identifier of a release."""
        return cls(names, release.manifest.id)

    def whole(self) -> tuple[Work, ...]:
        """Cite the release."""
        return self._described(f"release-{self.release}", self._title(), DATASET)

    def thing(self, iri: str) -> tuple[Work, ...]:
        """Cite what an IRI of ours names.

        Args:
            iri: A claim, an entity or anything else that has a page.

        Returns:
            The thing as a part of this release, and the article.
        """
        index = self.names.index
        title = self.names.label(iri)
        if CLAIM in index.iris(iri, TYPE):
            said = index.text(iri, bk("paraphrase")) or title
            title = f"Claim {local(iri)}: {said}"
        held = index.subjects(DESCRIBES, iri)
        notes = tuple(f"Nanopublication: {one}" for one in held)
        key = iri.removeprefix(BASE)
        return self._described(key, title, iri, self._title(), notes)

    def answer(
        self, title: str, url: str, release: str, result: str
    ) -> tuple[Work, ...]:
        """Cite the answer of a query.

        Args:
            title: What the query is called.
            url: The address that holds query, release and hash.
            release: The release that gave the answer.
            result: The hash of the answer.

        Returns:
            The answer as a part of that release, and the article.
        """
        key = f"answer-{result[-12:]}"
        notes = (f"Result: {result}",)
        return self._described(key, title, url, self._title(), notes, release)

    def _described(  # noqa: PLR0913, PLR0917 - what differs between the things cited
        self,
        key: str,
        title: str,
        url: str,
        container: str = "",
        notes: tuple[str, ...] = (),
        release: str = "",
    ) -> tuple[Work, ...]:
        index = self.names.index
        # The day of another release than this one is in that one's data.
        known = release in {"", self.release}
        work = Work(
            key=_KEY.sub("-", f"borderkg-{key}").strip("-"),
            kind="dataset",
            title=title,
            authors=self._makers(),
            issued=index.text(RECORD, f"{_DCTERMS}issued") if known else "",
            url=url,
            container=container,
            version=release or self.release,
            licence=next(iter(index.iris(DATASET, f"{_DCTERMS}license")), ""),
            notes=notes,
        )
        article = self.article()
        return (work, article) if article else (work,)

    def article(self) -> Work | None:
        """Cite the article, where the release has it."""
        index = self.names.index
        if THE_ARTICLE not in index.about:
            return None
        title = index.text(THE_ARTICLE, bk("title"))
        return Work(
            key=_KEY.sub("-", f"borderkg-{THE_ARTICLE.removeprefix(BASE)}"),
            kind="article",
            title=title or self.names.label(THE_ARTICLE),
            authors=self._authors(),
            issued=index.text(THE_ARTICLE, bk("from")),
            url=THE_ARTICLE,
            notes=(f"The article that {NAME} describes",),
        )

    def _title(self) -> str:
        return self.names.index.text(DATASET, f"{_DCTERMS}title") or NAME

    def _makers(self) -> tuple[Author, ...]:
        makers = self.names.index.iris(RECORD, f"{_DCTERMS}creator")
        return tuple(Author(self.names.label(one)) for one in makers) or (Author(NAME),)

    def _authors(self) -> tuple[Author, ...]:
        """Return the authors as printed; without that, as the release lists them."""
        index = self.names.index
        listed = map(self.names.label, index.iris(THE_ARTICLE, bk("hasAuthor")))
        spelt = {name.casefold(): name for name in listed}
        printed = index.text(THE_ARTICLE, bk("authorsAsPrinted"))
        if not printed:
            return tuple(Author(name) for name in spelt.values())
        return tuple(_author(name.strip(), spelt) for name in printed.split(","))


def _author(printed: str, spelt: dict[str, str]) -> Author:
    """Tell family from given names: the family name is printed in capitals."""
    words = spelt.get(printed.casefold(), printed).split()
    family = [n for n, word in enumerate(printed.split()) if word.isupper()]
    if not family or len(family) == len(words):
        return Author(" ".join(words))
    return Author(
        name=" ".join(words[n] for n in family),
        given=" ".join(word for n, word in enumerate(words) if n not in family),
    )
