"""The SHACL shapes and graph rules that judge a release; Turtle and SPARQL only.

One shape file stands for each module of the ontology, with the same name; ``house.ttl``
holds the shapes over the ontology itself. A node shape is called like its class, a
property shape ``Class-property``. What a shape cannot see, namely which graph a triple
stands in, is a rule: ``rules/*.rq`` select the offenders as ``?graph ?node ?detail``,
and the first line of each states what it demands. ``examples`` has a folder for each
shape that can be broken: Turtle that passes and Turtle that breaks this shape and no
other, published with the shapes. ``tests/shapes`` shows each of them bite.
"""
