"""The open project: the only door for the command line, the screen and scripts.

`Project` opens, closes, holds the transaction and undoes; the use cases are its facets, one module each.
"""

from qualcode.project.project import Project

__all__ = ["Project"]
