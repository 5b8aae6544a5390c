"""Clients: a method for every operation of a service, each ending in one call of the simulated account."""

import os
import re

import botocore
from _lambda import host
from botocore import handlers, presign
from botocore.config import Config
from botocore.errorfactory import exceptions_of
from botocore.hooks import HierarchicalEmitter
from botocore.exceptions import (
    ClientError, InvalidRegionError, NoRegionError, OperationNotPageableError, ParamValidationError, PartialCredentialsError, UnknownServiceError,
)
from botocore.model import Wrong
from botocore.paginate import Paginator
from botocore.services import KNOWN, model_of
from botocore.waiter import Waiter

_classes = {}
_REGION = re.compile(r"^(?![0-9]+$)(?!-)[a-zA-Z0-9-]{1,63}(?<!-)$")
_ENDPOINT = re.compile(r"^[a-z]+://[^\s/]+")


class ClientMeta:
    """What is known of a client: `client.meta`."""

    def __init__(self, region, model, config, endpoint, names):
        self.region_name, self.service_model, self.config, self.endpoint_url = region, model, config, endpoint
        self.method_to_api_mapping, self.partition = names, "aws"
        self.events = HierarchicalEmitter()

    def __repr__(self):
        return f"<botocore.client.ClientMeta of {self.service_model.service_name} in {self.region_name}>"


class BaseClient:
    _names = {}

    def __init__(self, region, config, credentials, endpoint=None):
        # Where IAM is called from makes no difference, so AWS's library has a Region of its own for it; S3's oldest one has no name in its address.
        self._region, self._config, self._endpoint = region, config, endpoint
        host_name = self._service[2]
        is_global = host_name == "iam"
        own = f"https://{host_name}.amazonaws.com" if is_global or (host_name, region) == ("s3", "us-east-1") else f"https://{host_name}.{region}.amazonaws.com"
        named = "aws-global" if is_global else region
        self.meta = ClientMeta(named, self._model, config.of_client(named, self._service_name), endpoint or own, self._names)
        self._credentials = credentials

    def __getattr__(self, item):
        lacking = self._model.lacking(item)
        if lacking is not None:
            return lambda **kwargs: self._refuse(lacking)
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{item}'")

    def _refuse(self, operation):
        """For what AWS has and the course has not."""
        message = f"{operation} is one of AWS's operations, and the course's simulated account does not have it."
        raise ClientError({"Error": {"Message": message, "Code": "NotImplemented"}, "ResponseMetadata": {"HTTPStatusCode": 501, "HTTPHeaders": {}, "RetryAttempts": 0}}, operation)

    def __repr__(self):
        return f"<botocore.client.{type(self).__name__} object at {id(self):#x}>"

    @property
    def exceptions(self):
        return self._exceptions

    def _make_api_call(self, operation_name, api_params):
        """A call, and what the program has hung on it."""
        events = self.meta.events
        if events.is_quiet:
            return self._made(operation_name, api_params)
        name, model = f"{self._service_name}.{operation_name}", self._model
        for moment in ("provide-client-params", "before-parameter-build"):
            for _, changed in events.emit(f"{moment}.{name}", params=api_params, model=model, context={}):
                api_params = changed if moment == "provide-client-params" and changed is not None else api_params
        try:
            parsed = self._made(operation_name, api_params)
        except ClientError as error:
            events.emit(f"after-call.{name}", http_response=None, parsed=error.response, model=model, context={})
            raise
        events.emit(f"after-call.{name}", http_response=None, parsed=parsed, model=model, context={})
        return parsed

    def _made(self, operation_name, api_params):
        """One call: the parameters are checked and turned into JSON, the answer into Python's types, a refusal into an exception."""
        model = self._model
        api_params = handlers.before(model.service_name, operation_name, api_params)
        wrong = Wrong()
        members = model.input_of(operation_name).take(api_params, "", wrong)
        if wrong:
            raise ParamValidationError(report="\n".join(wrong))
        answer = host.call(model.service_name, operation_name, self._region, members, self._credentials)
        about = {"RequestId": answer.get("requestId", ""), "HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0}
        about["HTTPHeaders"] = {"x-amzn-requestid": about["RequestId"]}
        failed = answer.get("error")
        if failed is not None:
            raise self._failure(operation_name, failed, about)
        output = answer["output"]
        about["HTTPStatusCode"] = model.statuses.get(operation_name, 200)
        if "ContentRange" in output:
            about["HTTPStatusCode"] = 206
        output = model.output_of(operation_name).give(output)
        handlers.after(model.service_name, operation_name, api_params, output, about)
        # AWS's library writes what every answer has before all else.
        return {"ResponseMetadata": about, **output}

    def _failure(self, operation, failed, about):
        code, message = failed["code"], failed["message"]
        if code == "ParamValidation":
            return ParamValidationError(report=message.removeprefix("Parameter validation failed:\n"))
        if code == "UnknownService":
            return UnknownServiceError(service_name=self.meta.service_model.service_name, known_service_names=", ".join(sorted(KNOWN)))
        if code == "NotSimulated" and operation not in self._model.simulated:
            self._refuse(operation)
        if code == "NotSimulated" and failed.get("advice"):
            message += " " + failed["advice"]
        about["HTTPStatusCode"] = failed.get("status") or 400
        if self._service_name == "s3":
            about["HTTPHeaders"] = {"x-amz-request-id": about["RequestId"], "content-type": "application/xml"}
        response = {"Error": {"Message": message, "Code": code}, "ResponseMetadata": about}
        if self._model.service_name == "dynamodb":
            response["Message" if code == "TransactionCanceledException" else "message"] = message
        handlers.with_fields(self._model, response, failed.get("fields") or {})
        return self._exceptions.from_code(code)(response, operation)

    def can_paginate(self, operation_name):
        if operation_name not in self._names and self._model.lacking(operation_name) is None:
            raise KeyError(operation_name)
        return self._names.get(operation_name) in self._model.paging

    def get_paginator(self, operation_name):
        if not self.can_paginate(operation_name):
            raise OperationNotPageableError(operation_name=operation_name)
        return Paginator(getattr(self, operation_name), self._model.paging[self._names[operation_name]])

    @property
    def waiter_names(self):
        return [botocore.xform_name(name) for name in self._model.waiters]

    def get_waiter(self, waiter_name):
        for name, about in self._model.waiters.items():
            if botocore.xform_name(name) == waiter_name:
                return Waiter(name, about, getattr(self, botocore.xform_name(about["operation"])))
        raise ValueError(f"Waiter does not exist: {waiter_name}")

    def generate_presigned_url(self, ClientMethod, Params=None, ExpiresIn=3600, HttpMethod=None):
        return presign.url(self, self._names, ClientMethod, Params, ExpiresIn, self._credentials)

    def close(self):
        """There is no connection to close."""


def _method(name, operation):
    def call(self, *args, **kwargs):
        if args:
            raise TypeError(f"{name}() only accepts keyword arguments.")
        return self._make_api_call(operation, kwargs)

    call.__name__ = call.__qualname__ = name
    call.__module__ = "botocore.client"
    call.__doc__ = f"AWS's operation {operation}."
    return call


def class_of(service):
    kind = _classes.get(service)
    if kind is None:
        model = model_of(service)
        names = {botocore.xform_name(operation): operation for operation in model.operation_names}
        about = KNOWN[service]
        methods = {name: _method(name, operation) for name, operation in names.items()}
        if service == "s3":
            from boto3.s3.transfer import METHODS

            methods.update(METHODS)
        kind = type(about[1], (BaseClient,), {**methods, "__module__": "botocore.client", "_names": names, "_model": model, "_service": about, "_service_name": service, "_exceptions": exceptions_of(about[1], model.errors)})
        _classes[service] = kind
    return kind


def create(service, region_name=None, config=None, aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, endpoint_url=None):
    kind = class_of(service)
    if config is not None and config.signature_version is botocore.UNSIGNED:
        raise NotImplementedError("The course's account answers no call that nobody has signed: leave signature_version=UNSIGNED out.")
    region = region_name or (config.region_name if config else None) or os.environ.get("AWS_DEFAULT_REGION") or os.environ.get("AWS_REGION")
    if region is None and service not in ("iam", "sts", "s3"):
        raise NoRegionError()
    if region and not _REGION.match(region):
        raise InvalidRegionError(region_name=region)
    if endpoint_url and not _ENDPOINT.match(endpoint_url):
        raise ValueError(f"Invalid endpoint: {endpoint_url}")
    credentials = None
    if aws_access_key_id is not None or aws_secret_access_key is not None:
        for name, value in (("aws_access_key_id", aws_access_key_id), ("aws_secret_access_key", aws_secret_access_key)):
            if value is None:
                raise PartialCredentialsError(provider="explicit", cred_var=name)
        credentials = {"accessKeyId": aws_access_key_id, "secretAccessKey": aws_secret_access_key, "sessionToken": aws_session_token}
    return kind(region or "us-east-1", config or Config(), credentials, endpoint_url)


__all__ = ["BaseClient", "ClientError", "Config"]
