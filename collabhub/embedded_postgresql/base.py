"""Django's PostgreSQL backend, on a server of its own that starts when the first connection is made."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from . import server
from .place import PORT, EmbeddedPostgresqlError


class DatabaseClient(client.DatabaseClient):
    """Runs the psql of the wheel for `manage.py dbshell`."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """Return the command line and environment of psql."""
        (_, *arguments), environment = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [str(server.wheel_programs() / "psql"), *arguments], environment

    def runshell(self, parameters: Iterable[str]) -> None:
        """Start the server, and then psql."""
        self.connection.ensure_connection()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the server of OPTIONS["var_dir"], the absolute path of the folder where it keeps its traces."""

    client_class = DatabaseClient

    @property
    def _var_dir(self) -> Path:
        return Path(self.settings_dict["OPTIONS"]["var_dir"])

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server unless it runs, and return what psycopg needs to reach it.

        Raises OperationalError when it cannot be started.
        """
        try:
            place = server.use(self._var_dir)
        except EmbeddedPostgresqlError as error:
            raise OperationalError(str(error)) from error
        self.settings_dict.update(HOST=str(place.folder), PORT=str(PORT), USER=server.USER)
        parameters = super().get_connection_params()
        del parameters["var_dir"]
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; where that fails, once more after mending what is missing.

        Raises OperationalError when it cannot be mended.
        """
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            try:
                server.mend(self._var_dir, conn_params["dbname"])
            except EmbeddedPostgresqlError as error:
                raise OperationalError(str(error)) from error
            return super().get_new_connection(conn_params)
