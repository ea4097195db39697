"""What the CloudFormation and SAM templates of converted responses have in common: parameters, names and values."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from constructs_gw.convert.customization_parts import Part, token_names
from constructs_gw.convert.declared import Conversion, DeclaredApi, Loss
from constructs_gw.convert.functions import DYNAMIC_REFERENCE, Function, is_known_to_cloudformation, with_functions
from constructs_gw.convert.names import Names, camel_case
from constructs_gw.convert.sayable import WhyNot, sayable
from constructs_gw.convert.yaml_text import json_document, yaml_document
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.tokens import TOKEN

_LOGICAL_ID = re.compile("[A-Za-z0-9]{1,255}")
"""What CloudFormation takes (user guide, resources-section-structure)."""


def why_not(api: DeclaredApi, part: Part, text: str) -> str | None:
    """Why no template can say the text of a part."""
    if DYNAMIC_REFERENCE in text or DYNAMIC_REFERENCE in part.name:
        return f"CloudFormation would take {DYNAMIC_REFERENCE} for a dynamic reference"
    unknown = [name for name in TOKEN.findall(text) if not is_known_to_cloudformation(name, api.parameters)]
    return f"{unknown[0]} is known only at deployment" if unknown else None


@dataclass(slots=True)
class Written:
    """One API while its template is written."""

    api: DeclaredApi
    customizations: CustomizationSet
    names: dict[str, str] = field(default_factory=dict)
    """What its parameters are called in the template."""

    def value(self, text: str) -> str | Function:
        """A text of its customizations as the template has it."""
        return with_functions(text, self.names)

    def values(self, texts: Mapping[str, str]) -> dict[str, str | Function]:
        """The same of several."""
        return {name: self.value(text) for name, text in texts.items()}


@dataclass(slots=True)
class Stack:
    """A template while it is written."""

    apis: list[Written]
    losses: list[Loss]
    parameters: dict[str, Any] = field(default_factory=dict)
    resources: dict[str, Any] = field(default_factory=dict)
    taken: Names = field(default_factory=Names)
    """The names of its parameters and resources, which are to be different."""

    @classmethod
    def of(cls, apis: Sequence[DeclaredApi], cannot: WhyNot) -> "Stack":
        """One that has the parameters which the customizations refer to."""
        stack = cls([], [])
        for api in apis:
            customizations, losses = sayable(api, cannot)
            stack.losses += losses
            stack.apis.append(Written(api, customizations))
        for written in stack.apis:
            stack._declare(written)
        return stack

    def _declare(self, written: Written) -> None:
        """Add the parameters of an API; one that another API declares otherwise gets a name of its own."""
        used = token_names(written.customizations.values())
        for name in (name for name in used if name in written.api.parameters):
            declared = dict(written.api.parameters[name])
            made = name if _LOGICAL_ID.fullmatch(name) else camel_case(name)
            if made not in self.taken:
                self.taken.take(made)
            elif self.parameters[made] != declared:
                made = self.taken.take(f"{camel_case(written.api.name)}{made}")
            self.parameters[made] = declared
            written.names[name] = made

    def own_name(self, written: Written, name: str, avoided: Collection[str] = ()) -> str:
        """A name that says of which API it is where there are several."""
        prefix = camel_case(written.api.name) if len(self.apis) > 1 else ""
        return self.taken.take(f"{prefix}{name}", avoided)

    def api_id(self, name: str) -> str:
        """The logical id of an API of this name."""
        return self.taken.take(name if _LOGICAL_ID.fullmatch(name) else camel_case(name))

    def logical_id(self, written: Written, given: str | None, name: str) -> str:
        """The logical id that a source gives, or one that is made of a name."""
        if given is not None and _LOGICAL_ID.fullmatch(given) and given not in self.taken:
            return self.taken.take(given)
        made = self.own_name(written, name)
        if given is not None:
            message = f"the logical id {given} is taken in this template, or none; {made} is written for it"
            self.losses.append(Loss(message, "convert one stack at a time", f"{written.api.name} {name}"))
        return made

    def conversion(
        self, comments: Sequence[str], *, transform: str = "", is_json: bool, notes: Sequence[str] = ()
    ) -> Conversion:
        """The template as text; JSON has the comments as its description."""
        template: dict[str, Any] = {"AWSTemplateFormatVersion": "2010-09-09"}
        template |= {"Transform": transform} if transform else {}
        template |= {"Description": " ".join(comments)} if is_json else {}
        template |= {"Parameters": self.parameters} if self.parameters else {}
        template["Resources"] = self.resources
        text = json_document(template) if is_json else yaml_document(template, comments)
        return Conversion(text, tuple(self.losses), tuple(notes))
