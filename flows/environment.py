"""Keeps the libraries quiet and at home: set before any of them is imported."""

from __future__ import annotations

import os

QUIET = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    # Prefect's own limit is 20 s; a busy machine was measured to need 76 s to start the built-in server.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "TQDM_DISABLE": "1",
    # One process a core is our parallelism; threads inside numerical libraries would only fight it.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def keep_quiet() -> None:
    """Turn off analytics, banners and library threads, unless the user has set the variable himself."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
