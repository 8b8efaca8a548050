"""What a call costs by `config/prices.yaml`, worked out here a second time, in decimals."""

import functools
import re
from decimal import ROUND_CEILING, Decimal

import yaml

from assay_service import ROOT


class _DecimalLoader(yaml.SafeLoader):
    """Reads numbers as the decimals that were written."""


def _decimal(loader, node) -> Decimal:
    return Decimal(loader.construct_scalar(node))


for kind in ("float", "int"):
    _DecimalLoader.add_constructor(f"tag:yaml.org,2002:{kind}", _decimal)


@functools.cache
def _models(provider: str) -> dict:
    with (ROOT / "config/prices.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, _DecimalLoader)["providers"].get(provider, {})


def cost_nanodollars(
    provider: str, model: str, input: int, output: int = 0, cache_read: int = 0, cache_write: int = 0,
) -> int | None:
    """Rounded up once; None where the catalogue has no such model, nor one without the date."""
    models = _models(provider)
    prices = models.get(model) or models.get(re.sub(r"-(\d{4}-\d{2}-\d{2}|\d{8})$", "", model))
    if prices is None:
        return None
    # A dollar a million tokens is 1000 nano-dollars a token.
    dollars_per_million = (
        (input - cache_read - cache_write) * prices["input"]
        + cache_read * prices.get("cache_read", prices["input"])
        + cache_write * prices.get("cache_write", prices["input"])
        + output * prices.get("output", Decimal(0)))
    return int((dollars_per_million * 1000).to_integral_value(ROUND_CEILING))
