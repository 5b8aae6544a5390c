"""boto3.resource("s3")."""

from boto3.resources.base import Collection, Resource
from boto3.resources.s3_settings import SETTINGS, MultipartUpload, MultipartUploadPart, ObjectAcl
from boto3.resources.s3_settings import action as _action


class S3Resource(Resource):
    _service = "s3"

    def _pages(self, operation, member, make, **fixed):
        def pages(given, size):
            config = {"PaginationConfig": {"PageSize": size}} if size else {}
            for page in self.meta.client.get_paginator(operation).paginate(**fixed, **given, **config):
                yield [make(item) for item in page.get(member) or []]

        return pages


_OBJECT = {"Bucket": "bucket_name", "Key": "key"}


class _StoredObject(S3Resource):
    """What Object and ObjectSummary share."""

    get = _action("get", "get_object", **_OBJECT)
    delete = _action("delete", "delete_object", **_OBJECT)
    _copy_from = _action("copy_from", "copy_object", **_OBJECT)
    _put = _action("put", "put_object", **_OBJECT)

    def put(self, **kwargs):
        self.meta.data = None
        return self._put(**kwargs)

    def copy_from(self, **kwargs):
        self.meta.data = None
        return self._copy_from(**kwargs)

    def Bucket(self):
        return Bucket(self.meta.client, self.bucket_name)

    def Object(self):
        return Object(self.meta.client, self.bucket_name, self.key)

    def Version(self, id=None):
        return ObjectVersion(self.meta.client, self.bucket_name, self.key, id)

    def Acl(self):
        return ObjectAcl(self.meta.client, self.bucket_name, self.key)

    def MultipartUpload(self, id=None):
        return MultipartUpload(self.meta.client, self.bucket_name, self.key, id)

    def initiate_multipart_upload(self, **kwargs):
        made = self.meta.client.create_multipart_upload(Bucket=self.bucket_name, Key=self.key, **kwargs)
        return self.MultipartUpload(made["UploadId"])

    def restore_object(self, **kwargs):
        return self.meta.client.restore_object(Bucket=self.bucket_name, Key=self.key, **kwargs)

    def wait_until_exists(self, **kwargs):
        self.meta.client.get_waiter("object_exists").wait(Bucket=self.bucket_name, Key=self.key, **kwargs)

    def wait_until_not_exists(self, **kwargs):
        self.meta.client.get_waiter("object_not_exists").wait(Bucket=self.bucket_name, Key=self.key, **kwargs)

    def load(self):
        self.meta.data = self.meta.client.head_object(Bucket=self.bucket_name, Key=self.key)


class Object(_StoredObject):
    _identifiers = ("bucket_name", "key")
    _attributes = {
        "accept_ranges": "AcceptRanges", "cache_control": "CacheControl", "content_disposition": "ContentDisposition", "content_encoding": "ContentEncoding",
        "content_language": "ContentLanguage", "content_length": "ContentLength", "content_type": "ContentType", "delete_marker": "DeleteMarker", "e_tag": "ETag",
        "expiration": "Expiration", "last_modified": "LastModified", "metadata": "Metadata", "parts_count": "PartsCount", "replication_status": "ReplicationStatus",
        "restore": "Restore", "server_side_encryption": "ServerSideEncryption", "ssekms_key_id": "SSEKMSKeyId", "storage_class": "StorageClass",
        "version_id": "VersionId", "website_redirect_location": "WebsiteRedirectLocation",
    }

    def upload_file(self, Filename, ExtraArgs=None, Callback=None, Config=None):
        self.meta.client.upload_file(Filename, self.bucket_name, self.key, ExtraArgs, Callback, Config)

    def upload_fileobj(self, Fileobj, ExtraArgs=None, Callback=None, Config=None):
        self.meta.client.upload_fileobj(Fileobj, self.bucket_name, self.key, ExtraArgs, Callback, Config)

    def download_file(self, Filename, ExtraArgs=None, Callback=None, Config=None):
        self.meta.client.download_file(self.bucket_name, self.key, Filename, ExtraArgs, Callback, Config)

    def download_fileobj(self, Fileobj, ExtraArgs=None, Callback=None, Config=None):
        self.meta.client.download_fileobj(self.bucket_name, self.key, Fileobj, ExtraArgs, Callback, Config)

    def copy(self, CopySource, ExtraArgs=None, Callback=None, SourceClient=None, Config=None):
        self.meta.client.copy(CopySource, self.bucket_name, self.key, ExtraArgs, Callback, SourceClient, Config)

    def get_available_subresources(self):
        return ["Acl", "Bucket", "MultipartUpload", "Version"]


class ObjectSummary(_StoredObject):
    _identifiers = ("bucket_name", "key")
    _attributes = {"checksum_algorithm": "ChecksumAlgorithm", "e_tag": "ETag", "last_modified": "LastModified", "owner": "Owner", "size": "Size", "storage_class": "StorageClass"}

    def load(self):
        super().load()
        self.meta.data["Size"] = self.meta.data.pop("ContentLength", None)


class ObjectVersion(S3Resource):
    _identifiers = ("bucket_name", "object_key", "id")
    _attributes = {
        "e_tag": "ETag", "is_latest": "IsLatest", "key": "Key", "last_modified": "LastModified", "owner": "Owner", "size": "Size", "storage_class": "StorageClass", "version_id": "VersionId",
    }
    _named = {"Bucket": "bucket_name", "Key": "object_key", "VersionId": "id"}
    get = _action("get", "get_object", **_named)
    head = _action("head", "head_object", **_named)
    delete = _action("delete", "delete_object", **_named)

    def Object(self):
        return Object(self.meta.client, self.bucket_name, self.object_key)


class _Stored(Collection):
    """A bucket's objects or versions, which can be deleted together."""

    def delete(self, **kwargs):
        answers = []
        for page in self.pages():
            # A listing and a deletion take at most a thousand each.
            named = [{"Key": one.object_key, "VersionId": one.id} if isinstance(one, ObjectVersion) else {"Key": one.key} for one in page]
            if named:
                answers.append(page[0].meta.client.delete_objects(Bucket=page[0].bucket_name, Delete={"Objects": named}, **kwargs))
        return answers


class BucketVersioning(S3Resource):
    _identifiers = ("bucket_name",)
    _attributes = {"status": "Status", "mfa_delete": "MFADelete"}

    def load(self):
        self.meta.data = self.meta.client.get_bucket_versioning(Bucket=self.bucket_name)

    def enable(self):
        return self._set("Enabled")

    def suspend(self):
        return self._set("Suspended")

    def _set(self, status):
        return self.meta.client.put_bucket_versioning(Bucket=self.bucket_name, VersioningConfiguration={"Status": status})


class Bucket(S3Resource):
    _identifiers = ("name",)
    _attributes = {"creation_date": "CreationDate", "bucket_region": "BucketRegion"}
    create = _action("create", "create_bucket", Bucket="name")
    delete = _action("delete", "delete_bucket", Bucket="name")
    delete_objects = _action("delete_objects", "delete_objects", Bucket="name")
    _put_object = _action("put_object", "put_object", Bucket="name")

    def load(self):
        everything = self.meta.client.list_buckets()["Buckets"]
        self.meta.data = next((bucket for bucket in everything if bucket["Name"] == self.name), {})

    def put_object(self, **kwargs):
        self._put_object(**kwargs)
        return self.Object(kwargs["Key"])

    def Object(self, key=None):
        return Object(self.meta.client, self.name, key)

    def Versioning(self):
        return BucketVersioning(self.meta.client, self.name)

    @property
    def objects(self):
        def make(item):
            return ObjectSummary(self.meta.client, self.name, item["Key"], data=item)

        return _Stored(self._pages("list_objects", "Contents", make, Bucket=self.name))

    @property
    def multipart_uploads(self):
        def make(item):
            return MultipartUpload(self.meta.client, self.name, item["Key"], item["UploadId"], data=item)

        return Collection(self._pages("list_multipart_uploads", "Uploads", make, Bucket=self.name))

    @property
    def object_versions(self):
        client, name = self.meta.client, self.name

        def pages(given, size):
            config = {"PaginationConfig": {"PageSize": size}} if size else {}
            for page in client.get_paginator("list_object_versions").paginate(Bucket=name, **given, **config):
                found = (page.get("Versions") or []) + (page.get("DeleteMarkers") or [])
                yield [ObjectVersion(client, name, item["Key"], item["VersionId"], data=item) for item in found]

        return _Stored(pages)

    def upload_file(self, Filename, Key, ExtraArgs=None, Callback=None, Config=None):
        self.meta.client.upload_file(Filename, self.name, Key, ExtraArgs, Callback, Config)

    def upload_fileobj(self, Fileobj, Key, ExtraArgs=None, Callback=None, Config=None):
        self.meta.client.upload_fileobj(Fileobj, self.name, Key, ExtraArgs, Callback, Config)

    def download_file(self, Key, Filename, ExtraArgs=None, Callback=None, Config=None):
        self.meta.client.download_file(self.name, Key, Filename, ExtraArgs, Callback, Config)

    def download_fileobj(self, Key, Fileobj, ExtraArgs=None, Callback=None, Config=None):
        self.meta.client.download_fileobj(self.name, Key, Fileobj, ExtraArgs, Callback, Config)

    def copy(self, CopySource, Key, ExtraArgs=None, Callback=None, SourceClient=None, Config=None):
        self.meta.client.copy(CopySource, self.name, Key, ExtraArgs, Callback, SourceClient, Config)

    def wait_until_exists(self, **kwargs):
        self.meta.client.get_waiter("bucket_exists").wait(Bucket=self.name, **kwargs)

    def wait_until_not_exists(self, **kwargs):
        self.meta.client.get_waiter("bucket_not_exists").wait(Bucket=self.name, **kwargs)


def _of_bucket(kind):
    return lambda self: kind(self.meta.client, self.name)


def _by_names(kind):
    return lambda self, *names: kind(self.meta.client, *names)


for _name, _kind in SETTINGS.items():
    setattr(Bucket, _name.removeprefix("Bucket"), _of_bucket(_kind))


class ServiceResource(S3Resource):
    def Bucket(self, name=None):
        return Bucket(self.meta.client, name)

    def Object(self, bucket_name=None, key=None):
        return Object(self.meta.client, bucket_name, key)

    def ObjectSummary(self, bucket_name=None, key=None):
        return ObjectSummary(self.meta.client, bucket_name, key)

    def ObjectVersion(self, bucket_name=None, object_key=None, id=None):
        return ObjectVersion(self.meta.client, bucket_name, object_key, id)

    def BucketVersioning(self, bucket_name=None):
        return BucketVersioning(self.meta.client, bucket_name)

    def create_bucket(self, **kwargs):
        self.meta.client.create_bucket(**kwargs)
        return self.Bucket(kwargs["Bucket"])

    @property
    def buckets(self):
        def make(item):
            return Bucket(self.meta.client, item["Name"], data=item)

        return Collection(self._pages("list_buckets", "Buckets", make))

    def __repr__(self):
        return "s3.ServiceResource()"


for _name, _kind in {**SETTINGS, "ObjectAcl": ObjectAcl, "MultipartUpload": MultipartUpload, "MultipartUploadPart": MultipartUploadPart}.items():
    setattr(ServiceResource, _name, _by_names(_kind))
