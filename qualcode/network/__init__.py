"""Networks: who is tied to whom, and what follows from it.

The functions named here take any NetworkX graph whose nodes bear attributes, so that anybody can check them. What
does not exist (the constraint of somebody without ties, the E-I index without ties) is None, never 0 or nan.
`graph` holds the informants' own graph, `measures` everything that is reported of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.network.brokers import brokerage_roles
    from qualcode.network.grouped import ei_index, expected_ei, tie_classes
    from qualcode.network.holes import constraint, effective_size, efficiency

_HOMES = {
    "brokerage_roles": "brokers",
    "constraint": "holes",
    "effective_size": "holes",
    "efficiency": "holes",
    "ei_index": "grouped",
    "expected_ei": "grouped",
    "tie_classes": "grouped",
}
__all__ = [
    "brokerage_roles",
    "constraint",
    "effective_size",
    "efficiency",
    "ei_index",
    "expected_ei",
    "tie_classes",
]


def __getattr__(name: str) -> Any:
    # A list of ties needs nothing of this.
    if name in _HOMES:
        return getattr(import_module(f"qualcode.network.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
