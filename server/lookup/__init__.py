"""From a foreign identifier to our name: read it, find what it is linked to."""
