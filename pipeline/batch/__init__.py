"""Many documents: the runner of one machine and the ledger that makes a run resumable."""
