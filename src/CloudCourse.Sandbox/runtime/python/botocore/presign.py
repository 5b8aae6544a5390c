"""Addresses that let whoever has them make one request in the signer's name. The host signs: it has the keys."""

from _lambda import host
from botocore import handlers
from botocore.exceptions import ClientError, ParamValidationError, UnknownClientMethodError
from botocore.model import Wrong


def url(client, names, method, params, expires_in, credentials):
    operation = names.get(method)
    if operation is None:
        raise UnknownClientMethodError(method_name=method)
    wrong = Wrong()
    given = handlers.before(client.meta.service_model.service_name, operation, params or {})
    members = client.meta.service_model.input_of(operation).take(given, "", wrong)
    if wrong:
        raise ParamValidationError(report="\n".join(wrong))
    service = client.meta.service_model.service_name
    answer = host.call(service, "presign", client._region, {"Operation": operation, "Params": members, "ExpiresIn": expires_in}, credentials)
    if failed := answer.get("error"):
        raise ClientError({"Error": {"Code": failed["code"], "Message": failed["message"]}, "ResponseMetadata": {}}, operation)
    return answer["output"]["Url"]


def post(self, Bucket, Key, Fields=None, Conditions=None, ExpiresIn=3600):
    """A form for browsers. Nothing in the course would take one, so there is none to be had."""
    message = "generate_presigned_post makes a form for browsers, and the course's simulated account takes none: use generate_presigned_url('put_object', …)."
    raise ClientError({"Error": {"Code": "NotImplemented", "Message": message}, "ResponseMetadata": {"HTTPStatusCode": 501, "HTTPHeaders": {}, "RetryAttempts": 0}}, "PresignedPost")
