"""Errors of boto3's own."""

import botocore.exceptions


class Boto3Error(Exception):
    """The parent of boto3's errors."""


class ResourceLoadException(Boto3Error):
    pass


class NoVersionFound(Boto3Error):
    pass


class RetriesExceededError(Boto3Error):
    pass


class S3TransferFailedError(Boto3Error):
    pass


class S3UploadFailedError(Boto3Error):
    pass


class DynamoDBOperationNotSupportedError(Boto3Error):
    def __init__(self, operation, value):
        super().__init__(
            f"{operation} operation cannot be applied to value {value} of type {type(value)} directly. Must use AttributeBase object methods (i.e. Attr().eq()). to generate ConditionBase instances first."
        )


class DynamoDBNeedsConditionError(Boto3Error):
    def __init__(self, value):
        super().__init__(
            f"Expecting a ConditionBase object. Got {value} of type {type(value)}. Use AttributeBase object methods (i.e. Attr().eq()). to generate ConditionBase instances."
        )


class DynamoDBNeedsKeyConditionError(Boto3Error):
    pass


class ResourceNotExistsError(Boto3Error, botocore.exceptions.DataNotFoundError):
    def __init__(self, service_name, available_services, has_low_level_client):
        listed = "\n".join(f"   - {name}" for name in available_services)
        hint = f"\nConsider using a boto3.client('{service_name}') instead of a resource for '{service_name}'" if has_low_level_client else ""
        Exception.__init__(self, f"The '{service_name}' resource does not exist.\nThe available resources are:\n{listed}\n{hint}")
