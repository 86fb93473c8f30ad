"""The kinds of thing there are, as an OWL ontology in Turtle.

The modules, in reading order: core, source, claim, place, actor, policy, period,
measure, transport, trade, audit; ``all.ttl`` imports them, ``alignments.ttl`` ties
them to other vocabularies. Python here only knows the prefixes and the few terms
that code mentions.
"""
