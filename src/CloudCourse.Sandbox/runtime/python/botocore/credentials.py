"""Keys of the function's role, as far as a program may look at them. They are made up: the account knows who calls without them."""


class Credentials:
    method = "env"

    def __init__(self, access_key, secret_key, token=None, method=None, account_id=None):
        self.access_key, self.secret_key, self.token, self.account_id = access_key, secret_key, token, account_id
        self.method = method or self.method

    @classmethod
    def of_role(cls):
        return cls("ASIACOURSEFUNCTIONS0", "there-are-no-keys-in-the-courses-sandbox", "there-is-no-token-either")

    def get_frozen_credentials(self):
        return self
