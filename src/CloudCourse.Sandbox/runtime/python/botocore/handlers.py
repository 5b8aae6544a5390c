"""Where AWS's library does more than its models say: before a request is checked, and after an answer has come."""

import base64
import io
import json
import re
from urllib.parse import quote, unquote

from botocore.exceptions import ParamValidationError
from botocore.response import StreamingBody

_BUCKET = re.compile(r"^[a-zA-Z0-9.\-_]{1,255}$")
_ACCESS_POINT = r"^arn:(aws).*:(s3|s3-object-lambda):[a-z\-0-9]*:[0-9]{12}:accesspoint[/:][a-zA-Z0-9\-.]{1,63}$"
_OUTPOST = r"^arn:(aws).*:s3-outposts:[a-z\-0-9]+:[0-9]{12}:outpost[/:][a-zA-Z0-9\-]{1,63}[/:]accesspoint[/:][a-zA-Z0-9\-]{1,63}$"
_ARN = re.compile(f"{_ACCESS_POINT}|{_OUTPOST}")


def before(service, operation, params):
    """The parameters as they are checked; the caller's own are left as they are. What is looked at here comes before the types, as in AWS's library."""
    if service == "s3":
        _bucket(params)
        if operation in ("PutObject", "CopyObject", "CreateMultipartUpload"):
            _metadata(params)
        if isinstance(params.get("CopySource"), dict):
            params = {**params, "CopySource": _copy_source(params["CopySource"])}
    if service == "ec2" and operation == "RunInstances" and isinstance(params.get("UserData"), (str, bytes)):
        data = params["UserData"]
        params = {**params, "UserData": base64.b64encode(data.encode() if isinstance(data, str) else data).decode()}
    return params


def _copy_source(source):
    for name in ("Bucket", "Key"):
        if name not in source:
            raise ParamValidationError(report=f"Missing required parameter: '{name}'")
    path = quote(f"{source['Bucket']}/{source['Key']}", safe="/~")
    return path + (f"?versionId={source['VersionId']}" if source.get("VersionId") is not None else "")


def _bucket(params):
    if "Bucket" not in params:
        return
    bucket = params["Bucket"]
    # A name that is no text ends in the expression's own TypeError, as everybody who forgot a variable has seen it.
    if not _BUCKET.search(bucket) and not _ARN.search(bucket):
        raise ParamValidationError(report=f'Invalid bucket name "{bucket}": Bucket name must match the regex "{_BUCKET.pattern}" or be an ARN matching the regex "{_ARN.pattern}"')


def _metadata(params):
    metadata = params.get("Metadata")
    for key, value in metadata.items() if isinstance(metadata, dict) else ():
        for text in (key, value):
            try:
                text.encode("ascii")
            except UnicodeEncodeError:
                raise ParamValidationError(report=f'Non ascii characters found in S3 metadata for key "{key}", value: "{value}".  \nS3 metadata can only contain ASCII characters. ')


# boto3 asks for keys in an address's escapes and takes those off again; what it asked for stays in the answer.
_LISTS = ("ListObjects", "ListObjectsV2", "ListObjectVersions", "ListMultipartUploads")


def after(service, operation, params, output, about):
    if service == "lambda" and operation == "Invoke":
        content = output.get("Payload") or b""
        output["Payload"] = StreamingBody(io.BytesIO(content), len(content))
        about["HTTPStatusCode"] = output.get("StatusCode", 200)
    elif service == "iam":
        _policies(output)
    elif service == "s3":
        if operation in _LISTS and "EncodingType" not in params:
            output["EncodingType"] = "url"
        elif operation == "GetBucketLocation":
            # An element without text, as buckets of us-east-1 have it, is None.
            output.setdefault("LocationConstraint", None)
        _s3_headers(output, about)


def _policies(value):
    """IAM's documents come as JSON in an address's escapes; the library reads them."""
    for name, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, str) and name in ("PolicyDocument", "AssumeRolePolicyDocument", "Document"):
            value[name] = json.loads(unquote(item))
        elif isinstance(item, (dict, list)):
            _policies(item)


def _s3_headers(output, about):
    headers = about["HTTPHeaders"]
    headers["x-amz-request-id"] = headers.pop("x-amzn-requestid")
    for member, header in (("ETag", "etag"), ("ContentType", "content-type"), ("ContentLength", "content-length"), ("VersionId", "x-amz-version-id")):
        if member in output:
            headers[header] = str(output[member])


def with_fields(model, response, fields):
    """What an error says beside its code and words."""
    if not fields:
        return
    if model.service_name != "dynamodb":
        response["Error"].update(fields)
        if response["Error"]["Code"] == "InvalidObjectState":
            # The one error of S3 whose model has members.
            response.update(fields)
        return
    value = model.parse("@AttributeValue")
    for holder in [fields, *fields.get("CancellationReasons", [])]:
        if isinstance(holder.get("Item"), dict):
            holder["Item"] = {name: value.give(item) for name, item in holder["Item"].items()}
    response.update(fields)
