"""The table of the model card: what the translator learned from, how much of it, on what terms."""

import numpy as np

from models.training.batches import weights
from models.training.corpora import Mixture
from models.training.packing import Pack

PHASE = "long"
HEAD = "| corpus | pairs kept | share of the long phase | licence as stated | terms |"


def sources_table(pack: Pack, mixture: Mixture) -> str:
    """Markdown: the corpora of `pack` that are drawn from in the long phase, and their terms added up."""
    drawn = weights(pack, mixture, mixture.phases[PHASE])
    shares = np.bincount(pack.corpus, drawn, len(pack.corpora)) / drawn.sum()
    counts = np.bincount(pack.corpus, minlength=len(pack.corpora))
    known = {corpus.name: corpus for corpus in mixture.corpora}
    lines = [HEAD, "|---|---|---|---|---|"]
    by_terms: dict[str, float] = {}
    for number in np.argsort(-shares, kind="stable"):
        corpus = known[pack.corpora[number]]
        if shares[number] > 0:
            by_terms[corpus.terms] = by_terms.get(corpus.terms, 0.0) + shares[number]
            lines.append(
                f"| `{corpus.name}` | {counts[number]:,} | {100 * shares[number]:.1f} % "
                f"| {corpus.licence} | {corpus.terms} |"
            )
    sums = ", ".join(
        f"{terms} {100 * share:.1f} %"
        for terms, share in sorted(by_terms.items(), key=lambda item: -item[1])
    )
    return "\n".join(lines) + f"\n\nBy terms: {sums}.\n"
