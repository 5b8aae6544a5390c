"""The session below boto3's, for programs that use it by itself."""

import os

from botocore import client as clients
from botocore.credentials import Credentials
from botocore.services import KNOWN


class Session:
    def __init__(self):
        self._set = {}

    def set_config_variable(self, name, value):
        self._set[name] = value

    def get_config_variable(self, name):
        return self._set.get(name) or (os.environ.get("AWS_DEFAULT_REGION") if name == "region" else None)

    def get_available_services(self):
        return sorted(KNOWN)

    def get_credentials(self):
        return Credentials.of_role()

    def create_client(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None, endpoint_url=None,
                      aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, config=None):
        return clients.create(service_name, region_name or self._set.get("region"), config, aws_access_key_id, aws_secret_access_key, aws_session_token)


def get_session(env_vars=None):
    return Session()
