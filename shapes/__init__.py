"""The SHACL shapes and graph rules that judge a release; Turtle and SPARQL only."""
