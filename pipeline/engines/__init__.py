"""How a seq2seq model is run: `base` is the interface, `ctranslate2` and `torch` fulfil it."""
