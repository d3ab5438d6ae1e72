"""The sample calls that come with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from transcripts.files import read_transcript

FOLDER = Path(str(files("transcripts"))) / "samples"


def names() -> list[str]:
    """Every sample call by name, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def title(name: str) -> str:
    """What the call is about, in a few words."""
    path = FOLDER / f"{name}.json"
    return str(read_transcript(path.read_bytes(), path.name).metadata.get("title", ""))


def find(name: str) -> Path:
    """The file of a sample call, or of any other transcript that `name` is the path of.

    Raises:
        FileNotFoundError: There is neither.
        TranscriptFileError: It is no transcript file.
    """
    path = FOLDER / f"{name}.json" if name in names() else Path(name)
    if not path.is_file():
        raise FileNotFoundError(f"there is no sample call {name!r}; see: csr-desktop demo --list")
    read_transcript(path.read_bytes(), path.name)
    return path
