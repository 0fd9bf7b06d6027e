"""qualcode: qualitative coding from interview files to a triangulated report."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.project import Project

__version__ = "0.1.0"
__all__ = ["Project", "__version__"]


def __getattr__(name: str) -> Any:
    # Only who needs a project pays for loading the database layer.
    if name == "Project":
        from qualcode.project import Project

        return Project
    raise AttributeError(name)
