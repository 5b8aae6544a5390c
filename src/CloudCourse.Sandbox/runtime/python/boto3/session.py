"""Where clients and resources are made."""

import botocore.session
from boto3.exceptions import ResourceNotExistsError
from botocore import client as clients
from botocore.credentials import Credentials
from botocore.exceptions import ProfileNotFound
from botocore.services import KNOWN

_RESOURCES = ("dynamodb", "s3")


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
        keys = (aws_access_key_id, aws_secret_access_key, aws_session_token) if aws_access_key_id else self._keys
        return clients.create(service_name, region_name or (config.region_name if config else None) or self.region_name, config, *keys)

    def resource(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None, endpoint_url=None,
                 aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, config=None):
        if service_name not in _RESOURCES:
            raise ResourceNotExistsError(service_name, _RESOURCES, service_name in KNOWN)
        client = self.client(service_name, region_name, aws_access_key_id=aws_access_key_id, aws_secret_access_key=aws_secret_access_key, aws_session_token=aws_session_token, config=config)
        if service_name == "s3":
            from boto3.resources.s3 import ServiceResource
        else:
            from boto3.resources.dynamodb import ServiceResource
        return ServiceResource(client)

    def get_credentials(self):
        return Credentials(*self._keys) if self._keys[0] else Credentials.of_role()

    def get_available_services(self):
        return sorted(KNOWN)

    def get_available_resources(self):
        return list(_RESOURCES)

    @property
    def available_profiles(self):
        return []
