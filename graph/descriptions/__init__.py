"""Say what the dataset is, for catalogues: DCAT, and an RO-Crate around the files.

What is known before the files are written stands in ``g:metadata``; their checksums
stand in two files beside it, since no file can hold its own.
"""
