"""What ``borderkg`` can be told to do, one module a subject; ``cli`` joins them."""
