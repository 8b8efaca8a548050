"""What the service under test cannot do yet; whoever builds it takes its line away."""

import pytest

NOT_YET: dict[str, str] = {}


def needs(feature: str) -> pytest.MarkDecorator:
    """Skips a test by name while the feature is missing."""
    return pytest.mark.skipif(feature in NOT_YET, reason=NOT_YET.get(feature, ""))


def fails_until(feature: str) -> pytest.MarkDecorator:
    """Expects a test to fail while the feature is missing, and says so once it does not."""
    return pytest.mark.xfail(feature in NOT_YET, reason=NOT_YET.get(feature, ""), strict=True)
