"""The operator's own copy of the article, laid against the segments of a release."""
