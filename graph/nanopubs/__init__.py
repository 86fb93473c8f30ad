"""Each claim as a nanopublication: made in the build, with the hash in its name.

``content`` says what stands in the four graphs, ``trusty`` works out the code that
makes the name, ``making`` puts the two together for every claim and for the index of
all, and ``writing`` gives the files of a release. What was published before, in
``published.csv``, is read by ``earlier``.
"""
