"""Judge data of strangers by the shapes, in a process that can be killed."""
