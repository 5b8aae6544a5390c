"""Whole files to a bucket and back, large ones in parts."""

import os

from boto3.exceptions import S3UploadFailedError
from botocore.exceptions import ClientError
from botocore.presign import post

MB = 1024 * 1024


class TransferConfig:
    """`use_threads` and `max_concurrency` are taken and have no effect: the sandbox has one thread."""

    def __init__(self, multipart_threshold=8 * MB, max_concurrency=10, multipart_chunksize=8 * MB, num_download_attempts=5, max_io_queue=100,
                 io_chunksize=256 * 1024, use_threads=True, max_bandwidth=None, preferred_transfer_client="auto"):
        self.multipart_threshold, self.multipart_chunksize = multipart_threshold, multipart_chunksize
        self.max_concurrency, self.use_threads = max_concurrency, use_threads
        given = {
            "multipart_threshold": multipart_threshold, "multipart_chunksize": multipart_chunksize, "max_request_concurrency": max_concurrency,
            "num_download_attempts": num_download_attempts, "max_io_queue_size": max_io_queue, "io_chunksize": io_chunksize, "max_bandwidth": max_bandwidth,
        }
        for name, value in given.items():
            if value is not None and value <= 0:
                raise ValueError(f"Provided parameter {name} of value {value} must be greater than 0.")


# What may stand in ExtraArgs.
_UPLOAD = (
    "ACL", "CacheControl", "ChecksumAlgorithm", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "ExpectedBucketOwner", "Expires",
    "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP", "Metadata", "ObjectLockLegalHoldStatus", "ObjectLockMode", "ObjectLockRetainUntilDate",
    "RequestPayer", "ServerSideEncryption", "StorageClass", "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "SSEKMSKeyId",
    "SSEKMSEncryptionContext", "Tagging", "WebsiteRedirectLocation", "ChecksumType", "MpuObjectSize", "ChecksumCRC32", "ChecksumCRC32C", "ChecksumCRC64NVME",
    "ChecksumMD5", "ChecksumSHA1", "ChecksumSHA256", "ChecksumSHA512", "ChecksumXXHASH3", "ChecksumXXHASH64", "ChecksumXXHASH128",
)
_DOWNLOAD = ("ChecksumMode", "VersionId", "SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5", "RequestPayer", "ExpectedBucketOwner")


def _allowed(extra, known):
    for name in extra or {}:
        if name not in known:
            raise ValueError(f"Invalid extra_args key '{name}', must be one of: {', '.join(known)}")
    return dict(extra or {})


def _send(client, read, bucket, key, extra, callback, config):
    first = read(config.multipart_threshold)
    if len(first) < config.multipart_threshold:
        client.put_object(Bucket=bucket, Key=key, Body=first, **extra)
        if callback:
            callback(len(first))
        return
    upload = client.create_multipart_upload(Bucket=bucket, Key=key, **extra)["UploadId"]
    parts, chunk = [], first
    try:
        while chunk:
            answer = client.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=len(parts) + 1, Body=chunk)
            parts.append({"ETag": answer["ETag"], "PartNumber": len(parts) + 1})
            if callback:
                callback(len(chunk))
            chunk = read(config.multipart_chunksize)
        client.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts})
    except BaseException:
        client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload)
        raise


def _fetch(client, write, bucket, key, extra, callback, config):
    size = client.head_object(Bucket=bucket, Key=key, **extra)["ContentLength"]
    if size < config.multipart_threshold:
        ranges = [{}]
    else:
        ranges = [{"Range": f"bytes={at}-{min(at + config.multipart_chunksize, size) - 1}"} for at in range(0, size, config.multipart_chunksize)]
    for wanted in ranges:
        content = client.get_object(Bucket=bucket, Key=key, **wanted, **extra)["Body"].read()
        write(content)
        if callback:
            callback(len(content))


def upload_fileobj(self, Fileobj, Bucket, Key, ExtraArgs=None, Callback=None, Config=None):
    if not hasattr(Fileobj, "read"):
        raise ValueError("Fileobj must implement read")

    def read(count):
        content = Fileobj.read(count)
        if isinstance(content, str):
            raise TypeError("Unicode-objects must be encoded before hashing: open the file in binary mode")
        return content

    _send(self, read, Bucket, Key, _allowed(ExtraArgs, _UPLOAD), Callback, Config or TransferConfig())


def download_fileobj(self, Bucket, Key, Fileobj, ExtraArgs=None, Callback=None, Config=None):
    if not hasattr(Fileobj, "write"):
        raise ValueError("Fileobj must implement write")
    _fetch(self, Fileobj.write, Bucket, Key, _allowed(ExtraArgs, _DOWNLOAD), Callback, Config or TransferConfig())


def _path(name):
    if isinstance(name, os.PathLike):
        name = os.fspath(name)
    if not isinstance(name, str):
        raise ValueError("Filename must be a string or a path-like object")
    return name


def upload_file(self, Filename, Bucket, Key, ExtraArgs=None, Callback=None, Config=None):
    Filename = _path(Filename)
    extra = _allowed(ExtraArgs, _UPLOAD)
    with open(Filename, "rb") as file:
        try:
            _send(self, file.read, Bucket, Key, extra, Callback, Config or TransferConfig())
        except ClientError as error:
            raise S3UploadFailedError(f"Failed to upload {Filename} to {Bucket}/{Key}: {error}") from error


def download_file(self, Bucket, Key, Filename, ExtraArgs=None, Callback=None, Config=None):
    # A file that is there already stays, unless all of the new one has come.
    Filename = _path(Filename)
    partial = f"{Filename}.part"
    try:
        with open(partial, "wb") as file:
            _fetch(self, file.write, Bucket, Key, _allowed(ExtraArgs, _DOWNLOAD), Callback, Config or TransferConfig())
        os.replace(partial, Filename)
    finally:
        if os.path.exists(partial):
            os.remove(partial)


def copy(self, CopySource, Bucket, Key, ExtraArgs=None, Callback=None, SourceClient=None, Config=None):
    self.copy_object(CopySource=CopySource, Bucket=Bucket, Key=Key, **(ExtraArgs or {}))


METHODS = {function.__name__: function for function in (upload_file, upload_fileobj, download_file, download_fileobj, copy)}
METHODS["generate_presigned_post"] = post


class S3Transfer:
    def __init__(self, client=None, config=None, osutil=None, manager=None):
        self._client, self._config = client, config

    def upload_file(self, filename, bucket, key, callback=None, extra_args=None):
        upload_file(self._client, filename, bucket, key, extra_args, callback, self._config)

    def download_file(self, bucket, key, filename, extra_args=None, callback=None):
        download_file(self._client, bucket, key, filename, extra_args, callback, self._config)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass
