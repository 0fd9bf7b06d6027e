"""Finds the files that come with qualcode: codebooks and sample studies.

In a wheel they lie inside this package; in a checkout and an editable install they lie at the top of the tree.
Standard library only.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent
_CHECKOUT = _PACKAGED.parent.parent


def packaged(*parts: str) -> Path:
    """The place of a packaged file or folder, as `packaged("codebooks", "social-capital.yaml")`.

    Raises FileNotFoundError where there is none, or where a part would lead out of the packaged folders.
    """
    if any(part in ("", ".", "..") or Path(part).name != part for part in parts):
        raise FileNotFoundError("/".join(parts))
    for root in (_PACKAGED, _CHECKOUT):
        place = root.joinpath(*parts)
        if place.exists():
            return place
    raise FileNotFoundError("/".join(parts))


def codebook_names() -> list[str]:
    """Names of the packaged codebooks, sorted."""
    return sorted(path.stem for path in _listed("codebooks") if path.suffix == ".yaml")


def codebook_path(name: str) -> Path:
    """The YAML file of the packaged codebook `name`; raises FileNotFoundError where there is none."""
    return packaged("codebooks", f"{name}.yaml")


def study_names() -> list[str]:
    """Names of the packaged sample studies, sorted."""
    return sorted(path.name for path in _listed("transcripts") if (path / "study.yaml").is_file())


def study_path(name: str) -> Path:
    """The folder of the packaged study `name`; raises FileNotFoundError where there is none."""
    return packaged("transcripts", name, "study.yaml").parent


def _listed(folder: str) -> list[Path]:
    try:
        return list(packaged(folder).iterdir())
    except FileNotFoundError:
        return []
