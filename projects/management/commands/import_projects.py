from listings.imports.command import ImportCommand
from projects.importer import PROJECTS


class Command(ImportCommand):
    help = "Import projects from JSON Lines or CSV; safe to repeat. docs/importing.md says what a file looks like."
    layout = PROJECTS
