"""Where clients and resources are made."""

import importlib

import botocore.session
from boto3.exceptions import ResourceNotExistsError
from botocore import client as clients
from botocore.credentials import Credentials
from botocore.exceptions import ProfileNotFound
from botocore.services import KNOWN

_RESOURCES = ("dynamodb", "s3", "sns", "sqs")
_REGIONS = (
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1",
    "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
)
# What boto3 has beside them.
_LACKING = ("cloudformation", "cloudwatch", "ec2", "glacier", "iam")


class Session:
    def __init__(self, aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, region_name=None, botocore_session=None, profile_name=None, aws_account_id=None):
        if profile_name not in (None, "default"):
            raise ProfileNotFound(profile=profile_name)
        self._session = botocore_session or botocore.session.get_session()
        self._keys = (aws_access_key_id, aws_secret_access_key, aws_session_token)
        self._region = region_name
        self.profile_name = "default"

    def __repr__(self):
        return f"Session(region_name={self.region_name!r})"

    @property
    def region_name(self):
        return self._region or self._session.get_config_variable("region")

    def client(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None, endpoint_url=None,
               aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, config=None, aws_account_id=None):
        keys = (aws_access_key_id, aws_secret_access_key, aws_session_token) if aws_access_key_id or aws_secret_access_key else self._keys
        return clients.create(service_name, region_name or (config.region_name if config else None) or self.region_name, config, *keys, endpoint_url)

    def resource(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None, endpoint_url=None,
                 aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, config=None):
        if service_name in _LACKING:
            raise NotImplementedError(f"boto3 has a resource for '{service_name}', and the course's sandbox has not. Its resources are: {', '.join(_RESOURCES)}; a client does the same.")
        if service_name not in _RESOURCES:
            raise ResourceNotExistsError(service_name, _RESOURCES, service_name in KNOWN)
        client = self.client(service_name, region_name, endpoint_url=endpoint_url, aws_access_key_id=aws_access_key_id, aws_secret_access_key=aws_secret_access_key, aws_session_token=aws_session_token, config=config)
        return importlib.import_module(f"boto3.resources.{service_name}").ServiceResource(client)

    def get_credentials(self):
        return Credentials(*self._keys) if self._keys[0] else Credentials.of_role()

    def get_available_services(self):
        return sorted(KNOWN)

    @property
    def events(self):
        raise NotImplementedError("The course's sandbox hears of a client's calls alone: use client.meta.events.register(...).")

    def get_available_partitions(self):
        return ["aws"]

    def get_available_regions(self, service_name, partition_name="aws", allow_non_regional=False):
        # The Regions that every account has from the start.
        return list(_REGIONS) if partition_name == "aws" and service_name in KNOWN and service_name != "iam" else []

    def get_partition_for_region(self, region_name):
        return "aws-cn" if region_name.startswith("cn-") else "aws-us-gov" if region_name.startswith("us-gov-") else "aws"

    def get_available_resources(self):
        return list(_RESOURCES)

    @property
    def available_profiles(self):
        return []
