"""`csr-backend assist`: what is set up for suggestions and summaries."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from backend.assist.secrets import SecretError, find_secret
from backend.assist.settings import FILE, read_settings, show_settings

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    actions = commands.add_parser("assist", help="suggestions and summaries").add_subparsers(
        required=True, metavar="ACTION"
    )
    show = actions.add_parser("show", help="print the settings in force; as a file, they are an example to begin with")
    show.add_argument("--settings", type=Path, metavar="FILE", help=f"instead of {FILE} in the data folder")
    show.set_defaults(run=_show)


def _show(arguments: argparse.Namespace) -> int:
    file = arguments.settings or arguments.data_dir / FILE
    settings = read_settings(file, required=arguments.settings is not None)
    print(f"# {file}{'' if file.exists() else ' (not there: these are the defaults)'}")
    print(f"# key of the model: {_key(settings.model.provider)}\n")
    print(show_settings(settings))
    return 0


def _key(name: str) -> str:
    try:
        secret = find_secret(name)
    except SecretError as error:
        return f"no. {' '.join(str(error).split())}"  # on one line, for it is a comment
    return f"no; set it with: csr-backend secrets set {name}" if secret is None else f"yes, from the {secret.origin}"
