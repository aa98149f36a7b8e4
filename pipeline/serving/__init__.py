"""`svodka serve`: a page and a small JSON API on this machine, for one release at a time."""
