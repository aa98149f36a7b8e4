"""Following every number, name, term, quotation and negation from the source into the English.

`examine` takes a `Triple` (source, Russian summary, English) through all checks; `score` says how
much a segment can be relied on. The package reads text only: it needs no model, and works on
anybody's translations (`svodka audit`).
"""

from pipeline.auditing.checks import CHECKS, examine
from pipeline.auditing.scoring import score_document, score_segment
from pipeline.auditing.triple import Triple

__all__ = ["CHECKS", "Triple", "examine", "score_document", "score_segment"]
