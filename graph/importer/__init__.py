"""From the tables of the article to the Turtle of its frame.

Segments, notes, works and authors come from tables that stay outside the repository;
``python -m graph.importer FOLDER`` writes them into ``graph/article.ttl``, and only
that file is committed and built from. ``spellings`` and ``listing`` beside it write
``graph/spellings.ttl`` and the list at the end of ``graph/PATTERNS.md``.
"""
