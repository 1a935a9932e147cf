"""The map's worker: a process that decodes and paints, what it is asked, and its end in the desk."""
