"""What SAM's own translator makes of a template, without an account or a network."""

import copy
import logging
from collections.abc import Mapping
from typing import Any

import pytest
from samtranslator.translator.transform import transform

logging.getLogger("samtranslator").setLevel(logging.ERROR)


class NoPolicies:
    """Stands for the account that SAM would ask for its managed policies."""

    def load(self) -> dict[str, str]:
        return {}


def processed(template: Mapping[str, Any]) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        made: dict[str, Any] = transform(copy.deepcopy(dict(template)), {}, NoPolicies())
    return made
