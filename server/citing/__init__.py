"""Say how something of a release is cited, and whether a query's answer is the same."""
