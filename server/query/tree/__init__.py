"""A query's pattern as a tree whose every node knows where in the text it stands."""
