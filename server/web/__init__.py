"""How a request comes in and its answer leaves: granian outside, a WSGI app inside."""
