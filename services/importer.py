"""Shared services in a file: their columns, and the fields that they fill. docs/importing.md explains them."""

from pathlib import Path
from typing import Any

from listings.imports.columns import Column, flag, one_of, web_address, whole_pounds
from listings.imports.mapping import Cells, Layout, common_columns, offer
from listings.models import Listing
from services.models import DeliveryModel, SharedService

MODELS = {model.value: model.value for model in DeliveryModel}

STATUSES = {"active": "active", "ended": "ended"}


def _service_values(cells: Cells) -> dict[str, Any]:
    """Return the fields of a shared service."""
    return {
        "is_ended": cells["status"] == "ended",
        "delivery_model": cells["model"] or "",
        "open_to_new_members": cells["open_to_new_members"],
        "annual_saving_gbp": cells["annual_saving_gbp"],
        "total_saving_gbp": cells["total_saving_gbp"],
    }


SERVICES = offer(
    Layout(
        kind=Listing.Kind.SERVICE,
        model=SharedService,
        columns=(
            *common_columns(title="name", started="started"),
            Column("model", one_of(MODELS, "a delivery model"), example="lead-authority"),
            Column("annual_saving_gbp", whole_pounds, example=250_000),
            Column("total_saving_gbp", whole_pounds, example=1_000_000),
            Column("open_to_new_members", flag, example=True),
            Column("status", one_of(STATUSES, "a status"), example="active"),
            Column("website", web_address, example="https://www.example.org/"),
        ),
        values=_service_values,
        starter=Path(__file__).resolve().parent / "data" / "starter_services.jsonl",
    )
)
