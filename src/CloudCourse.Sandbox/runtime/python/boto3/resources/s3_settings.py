"""A bucket's settings and an upload in parts, as boto3.resource("s3") has them."""

from boto3.resources.base import Resource

# resource: (its attributes, {method: operation}); the first operation loads it.
_OF_BUCKETS = {
    "BucketAcl": ({"grants": "Grants", "owner": "Owner"}, {"load": "get_bucket_acl", "put": "put_bucket_acl"}),
    "BucketCors": ({"cors_rules": "CORSRules"}, {"load": "get_bucket_cors", "put": "put_bucket_cors", "delete": "delete_bucket_cors"}),
    "BucketLifecycleConfiguration": ({"rules": "Rules"}, {"load": "get_bucket_lifecycle_configuration", "put": "put_bucket_lifecycle_configuration", "delete": "delete_bucket_lifecycle"}),
    "BucketLogging": ({"logging_enabled": "LoggingEnabled"}, {"load": "get_bucket_logging", "put": "put_bucket_logging"}),
    "BucketNotification": (
        {"event_bridge_configuration": "EventBridgeConfiguration", "lambda_function_configurations": "LambdaFunctionConfigurations", "queue_configurations": "QueueConfigurations", "topic_configurations": "TopicConfigurations"},
        {"load": "get_bucket_notification_configuration", "put": "put_bucket_notification_configuration"},
    ),
    "BucketPolicy": ({"policy": "Policy"}, {"load": "get_bucket_policy", "put": "put_bucket_policy", "delete": "delete_bucket_policy"}),
    "BucketRequestPayment": ({"payer": "Payer"}, {"load": "get_bucket_request_payment", "put": "put_bucket_request_payment"}),
    "BucketTagging": ({"tag_set": "TagSet"}, {"load": "get_bucket_tagging", "put": "put_bucket_tagging", "delete": "delete_bucket_tagging"}),
    "BucketWebsite": (
        {"error_document": "ErrorDocument", "index_document": "IndexDocument", "redirect_all_requests_to": "RedirectAllRequestsTo", "routing_rules": "RoutingRules"},
        {"load": "get_bucket_website", "put": "put_bucket_website", "delete": "delete_bucket_website"},
    ),
}


def action(name, operation, **fixed):
    """A resource's method: the client's, with what names the resource filled in. `fixed` is member=attribute."""

    def act(self, *args, **kwargs):
        if args:
            raise TypeError(f"{name}() only accepts keyword arguments.")
        return getattr(self.meta.client, operation)(**{member: getattr(self, own) for member, own in fixed.items()}, **kwargs)

    act.__name__ = act.__qualname__ = name
    return act


def _loading(operation, **fixed):
    def load(self):
        self.meta.data = getattr(self.meta.client, operation)(**{member: getattr(self, own) for member, own in fixed.items()})

    return load


def _setting(name, attributes, methods, identifiers, **fixed):
    members = {method: action(method, operation, **fixed) for method, operation in methods.items() if method != "load"}
    return type(name, (Resource,), {
        "__module__": __name__, "_service": "s3", "_identifiers": identifiers, "_attributes": attributes, "load": _loading(methods["load"], **fixed), **members,
    })


SETTINGS = {name: _setting(name, attributes, methods, ("bucket_name",), Bucket="bucket_name") for name, (attributes, methods) in _OF_BUCKETS.items()}

ObjectAcl = _setting("ObjectAcl", {"grants": "Grants", "owner": "Owner", "request_charged": "RequestCharged"}, {"load": "get_object_acl", "put": "put_object_acl"},
                     ("bucket_name", "object_key"), Bucket="bucket_name", Key="object_key")


class MultipartUploadPart(Resource):
    _service = "s3"
    _identifiers = ("bucket_name", "object_key", "multipart_upload_id", "part_number")
    _attributes = {"e_tag": "ETag", "last_modified": "LastModified", "size": "Size"}
    _named = {"Bucket": "bucket_name", "Key": "object_key", "UploadId": "multipart_upload_id"}
    copy_from = action("copy_from", "upload_part_copy", **_named, PartNumber="_number")
    upload = action("upload", "upload_part", **_named, PartNumber="_number")

    @property
    def _number(self):
        # boto3 takes the number as text, too.
        return int(self.part_number)


class MultipartUpload(Resource):
    _service = "s3"
    _identifiers = ("bucket_name", "object_key", "id")
    _attributes = {"initiated": "Initiated", "initiator": "Initiator", "key": "Key", "owner": "Owner", "storage_class": "StorageClass", "upload_id": "UploadId"}
    _named = {"Bucket": "bucket_name", "Key": "object_key", "UploadId": "id"}
    abort = action("abort", "abort_multipart_upload", **_named)
    _complete = action("complete", "complete_multipart_upload", **_named)

    def complete(self, **kwargs):
        from boto3.resources.s3 import Object

        self._complete(**kwargs)
        return Object(self.meta.client, self.bucket_name, self.object_key)

    def Part(self, part_number=None):
        return MultipartUploadPart(self.meta.client, self.bucket_name, self.object_key, self.id, part_number)

    @property
    def parts(self):
        from boto3.resources.base import Collection

        def pages(given, size):
            config = {"PaginationConfig": {"PageSize": size}} if size else {}
            named = {member: getattr(self, own) for member, own in self._named.items()}
            for page in self.meta.client.get_paginator("list_parts").paginate(**named, **given, **config):
                yield [MultipartUploadPart(self.meta.client, self.bucket_name, self.object_key, self.id, item["PartNumber"], data=item) for item in page.get("Parts") or []]

        return Collection(pages)
