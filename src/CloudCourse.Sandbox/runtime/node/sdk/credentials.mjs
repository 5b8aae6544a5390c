// @aws-sdk/credential-providers: where a client's keys come from. In a function that is its role, or a role that it assumes.
import * as environments from "../environments.mjs";
import { variables } from "../process.mjs";

const own = async () => ({
  accessKeyId: variables.AWS_ACCESS_KEY_ID ?? "ASIACOURSEFUNCTIONS0", secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? "there-are-no-keys-in-the-courses-sandbox",
  sessionToken: variables.AWS_SESSION_TOKEN ?? "there-is-no-token-either", isFunctions: true,
});

/** Says of every other provider that it leads to something that a function has not. */
const lacking = (name, what) => [name, () => async () => {
  throw Object.assign(new Error(`NotImplemented: ${name} takes keys from ${what}, which the course's sandbox has not`), { name: "CredentialsProviderError", tryNextLink: true });
}];

function fromTemporaryCredentials({ params, masterCredentials, clientConfig } = {}) {
  const environment = environments.current();
  let kept = null;
  return async () => {
    if (kept && kept.expiration > new Date(Date.now() + 300_000)) return kept;
    const from = typeof masterCredentials === "function" ? await masterCredentials() : masterCredentials;
    const answer = await environments.call(environment, null, "sts", "AssumeRole", clientConfig?.region ?? variables.AWS_REGION, { RoleSessionName: `aws-sdk-js-${Date.now()}`, ...params }, keysOf(from));
    if (answer.error) throw Object.assign(new Error(answer.error.message), { name: answer.error.code, $fault: "client", $metadata: { httpStatusCode: answer.error.status, attempts: 1, totalRetryDelay: 0 } });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.output.Credentials;
    return (kept = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiration: new Date(Expiration) });
  };
}

/** Keys as the host takes them; none for the function's own. */
export const keysOf = (credentials) => !credentials || credentials.isFunctions ? undefined : { accessKeyId: credentials.accessKeyId ?? null, secretAccessKey: credentials.secretAccessKey ?? null, sessionToken: credentials.sessionToken ?? null };

export const credentialProviders = {
  fromEnv: () => own, fromNodeProviderChain: () => own, fromTemporaryCredentials,
  createCredentialChain: (...providers) => async () => {
    let last;
    for (const provider of providers) {
      try {
        return await provider();
      } catch (error) {
        last = error;
      }
    }
    throw last;
  },
  ...Object.fromEntries([
    lacking("fromCognitoIdentity", "Amazon Cognito"), lacking("fromCognitoIdentityPool", "Amazon Cognito"), lacking("fromContainerMetadata", "a container's host"), lacking("fromHttp", "another host"),
    lacking("fromIni", "files of profiles"), lacking("fromInstanceMetadata", "an instance's host"), lacking("fromProcess", "another program"), lacking("fromSSO", "IAM Identity Center"),
    lacking("fromTokenFile", "a file with a token"), lacking("fromWebToken", "an identity provider"),
  ]),
};

/** @smithy/node-http-handler and its like: settings of connections that there are not. */
class HttpHandler {
  constructor(options) {
    this.config = typeof options === "function" ? {} : { ...options };
    this.metadata = { handlerProtocol: "http/1.1" };
  }
  static create(instanceOrOptions) {
    return instanceOrOptions instanceof HttpHandler ? instanceOrOptions : new HttpHandler(instanceOrOptions);
  }
  destroy() {}
}
export const nodeHandlers = { NodeHttpHandler: class NodeHttpHandler extends HttpHandler {}, NodeHttp2Handler: class NodeHttp2Handler extends HttpHandler {}, DEFAULT_REQUEST_TIMEOUT: 0 };
export const fetchHandlers = { FetchHttpHandler: class FetchHttpHandler extends HttpHandler {} };
