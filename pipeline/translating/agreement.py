"""Which of several translations agrees best with its Russian."""

from collections.abc import Sequence

from pipeline.auditing import Triple, examine, score_segment
from pipeline.auditing.triple import readable
from pipeline.document import Severity
from pipeline.language.glossary import Glossary


def most_agreeing(russian: str, candidates: Sequence[str], glossary: Glossary) -> int:
    """The place of the candidate with the fewest errors, then the best score.

    Of candidates that agree alike the first stands, which the model itself likes best.
    """
    line = readable(russian)

    def cost(place: int) -> tuple[int, float, int]:
        findings = examine(Triple(line, line, candidates[place], glossary))
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        return errors, -score_segment(findings), place

    return min(range(len(candidates)), key=cost)
