"""What is known and how old it is, and how the answer was made."""

from __future__ import annotations

from markupsafe import Markup

from standoff.formatting import LIKELIHOODS, percent
from standoff.report.sections.section import View
from standoff.report.templating import render


def provenance(view: View) -> Markup:
    """Dates of publication, coverage by quantity, and model, seed and version."""
    assessment = view.assessment
    known = [c for c in assessment.coverage if c.days_old is not None]
    vintages = assessment.vintages
    return render(
        "report/assessment/made.html",
        words=", ".join(
            f"{word} {100 * low:.0f}–{100 * high:.0f}%" for low, high, word in LIKELIHOODS
        ),
        v=vintages,
        share=percent(vintages.assumed / max(vintages.assumed + vintages.observed, 1)),
        known=sorted(known, key=lambda c: (c.days_old or 0, c.quantity)),
        never=[c.quantity for c in assessment.coverage if c.days_old is None],
        made=assessment.made_with,
        as_of=assessment.as_of,
    )
