"""Ask the live Wikidata whether our links still hold, when a person wants to know.

The one part of the project that calls an outside host. From below: ``clock``, ``text``
and ``failures``; ``exchange`` (one request), ``answers`` (what an answer is) and
``client`` (tries and waits); ``shelf`` (what was answered, on disk) and ``items``;
``wikibase`` (items and searches by name); ``mappings`` and ``ours`` (what we say);
``kinds``, ``judging`` and ``proposing``; ``wording``, ``changes``, ``patch`` and
``report``; and ``verify``, which knows the order. The mapping set is never written.
"""
