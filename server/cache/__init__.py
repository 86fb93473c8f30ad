"""The answer cache: a WSGI middleware that answers as the app inside it would."""
