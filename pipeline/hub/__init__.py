"""Finding, fetching, verifying and converting models; see `registry`, `resolve` and `fetch`."""
