// What the playground holds, and how it travels in a link. Pure functions: whatever comes from outside is rebuilt here from what is known.
import { MOST_LINK, MOST_UNPACKED, StateError, pack, unpack } from './links.js';

export { StateError };
export const MOST = { policies: 40, text: 64 * 1024, keys: 60, values: 60, field: 2048, link: MOST_LINK, unpacked: MOST_UNPACKED };

/** How each place of a policy is called, how many there may be, what a new one holds, and what it is for. */
export const PLACES = {
  identity: { name: 'Identity policy', many: true, about: 'Attached to the user, its groups or the role: what the caller may do.' },
  resource: { name: 'Resource policy', about: 'Attached to what is called, such as a bucket, a key or a role (its trust policy): who may come in.' },
  boundary: { name: 'Permissions boundary', about: 'The most that identity policies can give this caller. It gives nothing itself.' },
  session: { name: 'Session policy', about: 'Handed over when a role is assumed: the session has what both allow.' },
  serviceControl: { name: 'SCP', many: true, levels: true, about: 'Service control policy of the organization: every level must allow. A level without one here has AWS’s FullAWSAccess.' },
  resourceControl: { name: 'RCP', many: true, levels: true, about: 'Resource control policy of the organization: limits who may use its resources. Only a Deny counts; RCPFullAWSAccess allows the rest.' },
  endpoint: { name: 'VPC endpoint policy', about: 'Attached to the VPC endpoint that the request comes through: what may pass there.' },
};
export const LEVELS = { root: 'Root', unit: 'OU', account: 'Account' };

const statement = lines => `{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n${lines.map(l => `      ${l}`).join(',\n')}\n    }\n  ]\n}`;
export const everything = statement(['"Effect": "Allow"', '"Action": "*"', '"Resource": "*"']);
const STARTS = {
  identity: statement(['"Effect": "Allow"', '"Action": "s3:GetObject"', '"Resource": "*"']),
  resource: statement(['"Effect": "Allow"', '"Principal": { "AWS": "arn:aws:iam::111122223333:root" }', '"Action": "s3:GetObject"', '"Resource": "arn:aws:s3:::example/*"']),
  boundary: everything, session: everything, serviceControl: everything,
  resourceControl: statement(['"Effect": "Deny"', '"Principal": "*"', '"Action": "s3:*"', '"Resource": "*"', '"Condition": { "Bool": { "aws:SecureTransport": "false" } }']),
  endpoint: statement(['"Effect": "Allow"', '"Principal": "*"', '"Action": "*"', '"Resource": "*"']),
};

export function emptyState() {
  return { mode: 'decide', policies: [], open: '', request: { principal: { type: 'arn', id: '' }, action: '', resource: '', resourceAccount: '', context: [] }, a: '', b: '', onlyReal: true };
}

/** Names are the policies' keys in editors and answers: made here, never taken as they come. */
export function newName(type, level, policies) {
  const place = PLACES[type];
  const base = place.levels ? `${place.name} ${level === 'root' ? 'at the root' : level === 'unit' ? 'of the OU' : 'of the account'}` : place.name;
  return unused(base, policies);
}

export function newPolicy(type, policies, level = 'root') {
  return { type, name: newName(type, level, policies), text: STARTS[type], ...(PLACES[type].levels ? { level } : {}) };
}

function unused(base, policies) {
  const taken = new Set(policies.map(p => p.name));
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base} ${i}`;
  return name;
}

export const mayAdd = (type, policies) => policies.length < MOST.policies && (PLACES[type].many || !policies.some(p => p.type === type));

/**
 * The state that a value describes, made of known parts only. Throws a StateError, in words, for what is no state.
 * @param {unknown} value anything
 */
export function cleanState(value) {
  if (!isObject(value)) throw new StateError('it does not hold an object');
  const state = emptyState();
  if (value.mode === 'compare') state.mode = 'compare';
  for (const sent of list(value.policies, 'policies', MOST.policies)) {
    if (!isObject(sent) || !Object.hasOwn(PLACES, sent.type)) throw new StateError('it names a kind of policy that does not exist');
    if (!mayAdd(sent.type, state.policies)) throw new StateError(`it has more than one ${PLACES[sent.type].name.toLowerCase()}`);
    const level = PLACES[sent.type].levels ? (Object.hasOwn(LEVELS, sent.level) ? sent.level : 'root') : undefined;
    const wished = typeof sent.name === 'string' ? sent.name.replace(/[^\p{L}\p{N} .,()'’_-]/gu, '').trim().slice(0, 60) : '';
    state.policies.push({
      type: sent.type, name: wished ? unused(wished, state.policies) : newName(sent.type, level, state.policies),
      text: text(sent.text, 'a policy', MOST.text), ...(level ? { level } : {}),
    });
  }
  state.open = state.policies.find(p => p.name === value.open)?.name ?? state.policies[0]?.name ?? '';
  const request = isObject(value.request) ? value.request : {};
  state.request.principal = cleanPrincipal(request.principal);
  for (const field of ['action', 'resource', 'resourceAccount']) state.request[field] = text(request[field] ?? '', `the request’s ${field}`, MOST.field);
  state.request.context = list(request.context, 'context keys', MOST.keys).filter(isObject).map(entry => ({
    key: text(entry.key ?? '', 'a context key', MOST.field),
    values: list(entry.values, 'values', MOST.values).map(v => text(v ?? '', 'a value', MOST.field)),
  }));
  state.a = text(value.a ?? '', 'policy A', MOST.text);
  state.b = text(value.b ?? '', 'policy B', MOST.text);
  state.onlyReal = value.onlyReal !== false;
  return state;
}

function cleanPrincipal(principal) {
  const type = isObject(principal) && ['arn', 'service', 'federated', 'anonymous'].includes(principal.type) ? principal.type : 'arn';
  return { type, id: type === 'anonymous' ? '' : text((isObject(principal) ? principal.id : '') ?? '', 'the caller', MOST.field) };
}

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

function list(value, what, most) {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new StateError(`its ${what} are no list`);
  if (value.length > most) throw new StateError(`it has ${value.length} ${what}; at most ${most} are taken`);
  return value;
}

function text(value, what, most) {
  if (typeof value !== 'string') throw new StateError(`${what} in it is no text`);
  if (value.length > most) throw new StateError(`${what} in it is longer than ${most.toLocaleString('en')} characters`);
  return value.toWellFormed();
}

// --- the caller's ARN, and the form that makes it ------------------------------------------------------------------------
export const CALLERS = {
  user: { name: 'IAM user', fields: ['account', 'name'] },
  session: { name: 'Role session', fields: ['account', 'name', 'session'] },
  root: { name: 'Root user', fields: ['account'] },
  federatedUser: { name: 'Federated user (GetFederationToken)', fields: ['account', 'name'] },
  service: { name: 'AWS service', fields: ['id'] },
  federated: { name: 'Identity provider (SAML, OIDC)', fields: ['id'] },
  anonymous: { name: 'Anybody, not signed in', fields: [] },
  arn: { name: 'Another ARN', fields: ['id'] },
};

/** @returns {{type: string, id: string}} */
export function principalOf({ kind, account = '', name = '', session = '', id = '' }) {
  switch (kind) {
    case 'user': return { type: 'arn', id: `arn:aws:iam::${account}:user/${name}` };
    case 'session': return { type: 'arn', id: `arn:aws:sts::${account}:assumed-role/${name}/${session}` };
    case 'root': return { type: 'arn', id: `arn:aws:iam::${account}:root` };
    case 'federatedUser': return { type: 'arn', id: `arn:aws:sts::${account}:federated-user/${name}` };
    case 'anonymous': return { type: 'anonymous', id: '' };
    case 'service': case 'federated': return { type: kind, id };
    default: return { type: 'arn', id };
  }
}

/** The form's fields for a principal; an ARN of no known kind is shown as it is. */
export function callerOf({ type, id }) {
  if (type !== 'arn') return { kind: type, id };
  const user = /^arn:aws:iam::(\d*):user\/(.*)$/.exec(id);
  if (user) return { kind: 'user', account: user[1], name: user[2] };
  const session = /^arn:aws:sts::(\d*):assumed-role\/([^/]*)\/([^/]*)$/.exec(id);
  if (session) return { kind: 'session', account: session[1], name: session[2], session: session[3] };
  const root = /^arn:aws:iam::(\d*):root$/.exec(id);
  if (root) return { kind: 'root', account: root[1] };
  const federated = /^arn:aws:sts::(\d*):federated-user\/([^/]*)$/.exec(id);
  if (federated) return { kind: 'federatedUser', account: federated[1], name: federated[2] };
  return id === '' ? { kind: 'user', account: '', name: '' } : { kind: 'arn', id };
}

/** A value to begin with for a key that the request lacks; empty where nothing is likelier than anything else. */
export function likelyValue(key) {
  const known = {
    'aws:multifactorauthpresent': 'true', 'aws:multifactorauthage': '300', 'aws:securetransport': 'true', 'aws:viaawsservice': 'false',
    'aws:sourceip': '203.0.113.10', 'aws:currenttime': '2026-07-01T12:00:00Z', 'aws:requestedregion': 'eu-west-1',
    'aws:principalorgid': 'o-a1b2c3d4e5', 'aws:resourceorgid': 'o-a1b2c3d4e5', 'aws:sourcevpce': 'vpce-0a1b2c3d4e5f60718', 'aws:sourcevpc': 'vpc-0a1b2c3d',
    'aws:sourceaccount': '111122223333', 's3:x-amz-server-side-encryption': 'aws:kms', 's3:prefix': 'home/',
  };
  return known[key.toLowerCase()] ?? '';
}

/** What kind of document the editor's assistance should expect; a role's resource policy is its trust policy. */
export function assistOf(policy, request) {
  if (policy.type !== 'resource') return { policyType: policy.type };
  if (/^sts:(AssumeRole|TagSession|SetSourceIdentity)/i.test(request.action) || /^arn:[^:]*:iam:[^:]*:[^:]*:role\//.test(request.resource)) return { policyType: 'trust' };
  const resourceType = {
    s3: 'AWS::S3::Bucket', kms: 'AWS::KMS::Key', sqs: 'AWS::SQS::Queue', sns: 'AWS::SNS::Topic', dynamodb: 'AWS::DynamoDB::Table',
    ecr: 'AWS::ECR::Repository', lambda: 'AWS::Lambda::Function', secretsmanager: 'AWS::SecretsManager::Secret', backup: 'AWS::Backup::BackupVault',
  }[request.resource.split(':')[2]];
  return resourceType ? { policyType: 'resource', resourceType } : { policyType: 'resource' };
}

// --- links ---------------------------------------------------------------------------------------------------------------
const PREFIX = '#s1=';

export const isLink = hash => hash.startsWith(PREFIX);

/** The whole state as a fragment. @returns {Promise<string>} */
export const toFragment = state => pack(PREFIX, state);

/** The state in a fragment. Throws a StateError, in words. */
export const fromFragment = async hash => cleanState(await unpack(PREFIX, hash));
