"""One module an output format; each reads a `Document` or its `brief.json` and writes one file."""
