"""What our things are called elsewhere: one table of mappings, read, judged, written.

``mappings.sssom.tsv`` is the source; RDF is made of it and never written by hand.
"""
