"""What a rule looks at: an API's gateway responses as their author wrote them, right or wrong.

The views are the same for every format; a place says where each part stands in the author's document. Text that only
the deployment knows stands as `${Token[...]}`.
"""

from constructs_gw.views.apis import ApiView, DeploymentView, PreflightView, allowed_origin, allows_credentials
from constructs_gw.views.checks import AcknowledgementView, FailureView
from constructs_gw.views.parameters import FieldView, ParameterView, parameter_view
from constructs_gw.views.responses import ResponseTemplateView, ResponseView, VariableUseView

__all__ = [
    "AcknowledgementView",
    "ApiView",
    "DeploymentView",
    "FailureView",
    "FieldView",
    "ParameterView",
    "PreflightView",
    "ResponseTemplateView",
    "ResponseView",
    "VariableUseView",
    "allowed_origin",
    "allows_credentials",
    "parameter_view",
]
