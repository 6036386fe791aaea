from listings.imports.command import ImportCommand
from services.importer import SERVICES


class Command(ImportCommand):
    help = (
        "Import shared services from JSON Lines or CSV; safe to repeat. docs/importing.md says what a file looks like."
    )
    layout = SERVICES
