"""What Svodka writes: one module a format, each made from a `Document` or its `brief.json`.

`brief` is the canonical record; `report` and `index` are the pages that people read; `lines`,
`tmx` and `corpus` are written with every run; the others are for `svodka export`. To add a format,
write a module with a function that takes documents and a text stream or a path, and give it a line
in `export.FORMATS`: the command, the page of `svodka serve` and the tests of the converter find it
there. Another package brings one by an entry point (`pipeline.plugins`). `units` gives the pairs
of lines with all that is known of them, `atomic` puts files in their place.
"""
