"""Answers from a store elsewhere: any SPARQL 1.1 endpoint, by its URL."""
