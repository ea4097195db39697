"""Huawei Cloud's SDK, imported so that it leaves no file in the home of whoever runs the tests.

Its first import writes `~/.huaweicloud/application_id`, unless there is no home.
"""

import pytest

with pytest.MonkeyPatch.context() as patch:
    patch.delenv("HOME", raising=False)
    from huaweicloudsdkapig import v2
    from huaweicloudsdkcore.auth.credentials import BasicCredentials
    from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException, ServerResponseException
    from huaweicloudsdkcore.sdk_request import SdkRequest
    from huaweicloudsdkcore.signer.signer import Signer

__all__ = ["BasicCredentials", "ClientRequestException", "SdkRequest", "ServerResponseException", "Signer", "v2"]
