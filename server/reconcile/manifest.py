"""What the service says of itself.

Source: Reconciliation Service API 0.2, service manifest.
"""

from importlib.metadata import version
from typing import Any, Final

from ontology.prefixes import BASE
from server.reconcile import limits
from server.reconcile.extending import SETTINGS
from server.reconcile.service import Service
from server.reconcile.spaces import TERMS
from server.reconcile.suggesting import WAYS

PATH: Final = "/reconcile"

PREVIEW: Final = {"width": 420, "height": 220}
"""Pixels of the frame in which a preview fits."""


def manifest(service: Service, root: str) -> dict[str, Any]:
    """Write the manifest.

    Args:
        service: The service.
        root: Where this server is, without a slash at the end.

    Returns:
        The manifest; every address in it begins with the root.
    """
    here = f"{root}{PATH}"
    return {
        "versions": ["0.1", "0.2"],
        "name": "BorderKG",
        "identifierSpace": BASE,
        "schemaSpace": TERMS,
        "documentation": f"{here}?format=html",
        "serviceVersion": version("borderkg"),
        "logo": f"{root}/static/icon.svg",
        "view": {"url": f"{here}/view?id={{{{id}}}}"},
        "feature_view": {"url": f"{here}?format=html#{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", **PREVIEW},
        "defaultTypes": [each.brief() for each in service.types.top()],
        "suggest": {way: _suggest(here, way) for way in WAYS},
        "extend": {
            "propose_properties": {
                "service_url": here,
                "service_path": "/properties",
            },
            "property_settings": list(SETTINGS),
        },
        "batchSize": limits.BATCH.most,
    }


def _suggest(here: str, way: str) -> dict[str, str]:
    return {
        "service_url": here,
        "service_path": f"/suggest/{way}",
        "flyout_service_url": here,
        "flyout_service_path": f"/flyout/{way}?id=${{id}}",
    }
