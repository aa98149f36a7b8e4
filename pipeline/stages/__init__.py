"""The stages, in the order the data flows.

read, normalise, segment, summarise, translate, audit, repair, link, write: each is a small class
with `name`, `version` and `run(documents)`; see `base`.
"""
