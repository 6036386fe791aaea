"""Projects in a file: their columns, and the fields that they fill. docs/importing.md explains them."""

import re
from pathlib import Path
from typing import Any

from listings.imports.columns import Column, one_of, partial_date, text, whole_pounds
from listings.imports.mapping import Cells, Layout, common_columns, longest, offer
from listings.models import Listing
from listings.phases import Phase
from projects.models import Project

ENDED = "ended"
NOT_STATED = ""

PHASES = {phase.value: phase.value for phase in Phase} | {"retired": ENDED, "ended": ENDED, "unknown": NOT_STATED}

OUTCOMES = {outcome.value: outcome.value for outcome in Project.FundingOutcome} | {"none": NOT_STATED}


def _in_short(band: str) -> str:
    """Reduce a band of money to its letters and digits: "£50K > £100k", "50k-100k" and "£50,000 to £100,000" agree."""
    words = band.casefold().replace(",000", "k").replace(" million", "m").replace(" to ", " ")
    return re.sub(r"[^a-z0-9]", "", words)


BANDS = {_in_short(written): band.value for band in Project.BudgetBand for written in (band.value, band.label)}


def _project_values(cells: Cells) -> dict[str, Any]:
    """Return the fields of a project; work that its councils stopped has a reason for ending, not a funding outcome."""
    ended = cells["phase"] == ENDED
    outcome = cells["outcome"] or ""
    reason = cells["reason"] or ""
    stopped = ended and outcome == Project.FundingOutcome.WITHDRAWN
    band = BANDS.get(_in_short(cells["band"] or ""), "")
    return {
        "phase": "" if ended else cells["phase"] or "",
        "is_ended": ended,
        "end_reason": str(Listing.EndReason.PARTNER_WITHDREW) if stopped else "",
        "end_note": reason if stopped else "",
        "funding_source": cells["fund"] or "",
        "funding_amount_gbp": cells["amount_gbp"],
        "funding_outcome": "" if stopped else outcome,
        "funding_reason": "" if stopped else reason,
        "budget_band": band,
        "budget_note": "" if band else cells["band"] or "",
    }


PROJECTS = offer(
    Layout(
        kind=Listing.Kind.PROJECT,
        model=Project,
        columns=(
            *common_columns(title="title", started="start_date"),
            Column("end_date", partial_date, to="ended", example="2027-03"),
            Column("phase", one_of(PHASES, "a phase"), example="alpha"),
            Column("funding.source", text(longest("funding_source", Project)), to="fund", example="Local Digital Fund"),
            Column("funding.amount_gbp", whole_pounds, to="amount_gbp", example=80_000),
            Column("funding.band", text(longest("budget_note", Project)), to="band", example="£50,000 to £100,000"),
            Column("funding.outcome", one_of(OUTCOMES, "an outcome"), to="outcome", example="funded"),
            Column("funding.reason", text(longest("funding_reason", Project)), to="reason"),
        ),
        values=_project_values,
        starter=Path(__file__).resolve().parent / "data" / "starter_projects.jsonl",
    )
)
