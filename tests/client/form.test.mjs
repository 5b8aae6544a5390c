// A form and its text: what is written by the form is read back, everything else stays, and a text that cannot be read is left alone.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { FormModel, difference } from '../../src/CloudCourse.Web/client/src/form/model.js';
import { apply, pathAt, read, removing, setting, valueOf } from '../../src/CloudCourse.Web/client/src/form/json-text.js';
import { resolve } from '../../src/CloudCourse.Web/client/src/form/places.js';
import { search } from '../../src/CloudCourse.Web/client/src/form/dom.js';
import { launchCost } from '../../src/CloudCourse.Web/client/src/form/summaries.js';

const here = path => readFileSync(new URL(path, import.meta.url), 'utf8');
const lab = '../../content/ec2/launching-an-instance/labs/launch-a-web-server';

/** The form as the server sends it, with an account of ours. */
function description({ withFiles = true } = {}) {
  const form = JSON.parse(here('../../src/CloudCourse.Labs/SimulatedCloud/Forms/ec2-launch.json'));
  form.file = 'launch.json';
  form.files = withFiles ? { rules: 'security-group.json', userData: 'user-data.sh' } : {};
  for (const section of form.sections) section.fields = section.fields.filter(f => (!f.in || form.files[f.in]) && (!f.unless || !form.files[f.unless]));
  form.sections = form.sections.filter(s => s.fields.length > 0);
  form.choices = {
    images: [{ value: 'ami-1', label: 'Amazon Linux', root: '/dev/xvda', size: 8, architecture: 'x86_64' }, { value: 'ami-2', label: 'Ubuntu', root: '/dev/sda1', size: 8, architecture: 'arm64' }],
    instanceTypes: [{ value: 't3.micro', label: 't3.micro', detail: '2 vCPU', onDemand: 0.0104, spot: 0.004 }, { value: 'm5.large', label: 'm5.large', detail: '2 vCPU, 8 GiB', onDemand: 0.096 }],
    keyPairs: [{ value: 'ana', label: 'ana' }],
    subnets: [{ value: '${network.Subnets[0].SubnetId}', also: ['subnet-a'], label: 'us-east-1a', givesPublicAddress: true }, { value: 'subnet-b', label: 'us-east-1b', givesPublicAddress: false }],
    securityGroups: [{ value: '${group.GroupId}', also: ['sg-1'], label: 'reading-room', name: 'reading-room' }, { value: 'sg-2', label: 'default', name: 'default' }],
    instanceProfiles: [{ value: 'web', label: 'web', arn: 'arn:aws:iam::111122223333:instance-profile/web' }, { value: 'backup', label: 'backup', arn: 'arn:aws:iam::111122223333:instance-profile/backup' }],
    volumeTypes: [{ value: 'gp3', label: 'gp3', perGBMonth: 0.08 }, { value: 'gp2', label: 'gp2', perGBMonth: 0.1 }, { value: 'io2', label: 'io2', perGBMonth: 0.125 }],
  };
  form.prices = { publicIPv4PerHour: 0.005, hoursPerMonth: 730, asOf: '' };
  return form;
}

/** A form over texts that it may change. */
function open(launch, options = {}) {
  const texts = { 'launch.json': launch ?? here(`${lab}/starter/launch.json`), 'security-group.json': options.rules ?? here(`${lab}/starter/security-group.json`), 'user-data.sh': '#!/bin/bash\n' };
  const model = new FormModel(description(options)).read(path => texts[path]);
  return {
    model, texts,
    do(id, change) {
      const field = model.field(id);
      for (const edit of change(field)) texts[field.file] = apply(texts[field.file], edit);
      model.read(path => texts[path]);
    },
    set(id, value) { this.do(id, f => model.set(f, value)); },
    value(id) { return model.state(model.field(id)).value; },
    json: (path = 'launch.json') => JSON.parse(texts[path]),
  };
}

// --- the smallest edit ---------------------------------------------------------------------------------------------------
for (const [what, text, path, value, expected] of [
  ['a value alone is replaced', '{ "a" : 1,"b":2 }', ['a'], 7, '{ "a" : 7,"b":2 }'],
  ['a member comes last, in its line', '{"a": 1, "b": 2}', ['c'], true, '{"a": 1, "b": 2, "c": true}'],
  ['a member comes last, in a line of its own, as far in as the others', '{\n\t"a": 1\n}', ['b'], 2, '{\n\t"a": 1,\n\t"b": 2\n}'],
  ['line ends stay those of the text', '{\r\n  "a": 1\r\n}', ['b'], 2, '{\r\n  "a": 1,\r\n  "b": 2\r\n}'],
  ['an empty object is opened', '{\n  "a": {}\n}', ['a', 'b'], 2, '{\n  "a": {\n    "b": 2\n  }\n}'],
  ['an empty object in one line stays there', '{"a": {}}', ['a', 'b'], 2, '{"a": { "b": 2 }}'],
  ['a list gets one more', '{"a": [1, 2]}', ['a', 2], 3, '{"a": [1, 2, 3]}'],
  ['what is missing above is made', '{\n  "a": 1\n}\n', ['b', 'c'], 2, '{\n  "a": 1,\n  "b": { "c": 2 }\n}\n'],
  ['the root, empty', '{}', ['a'], 1, '{\n  "a": 1\n}'],
]) test(`setting: ${what}`, () => assert.equal(apply(text, setting(text, read(text).root, path, value)), expected));

for (const [what, text, path, expected] of [
  ['the first', '{\n  "a": 1,\n  "b": 2\n}', ['a'], '{\n  "b": 2\n}'],
  ['one between', '{ "a": 1, "b": 2, "c": 3 }', ['b'], '{ "a": 1, "c": 3 }'],
  ['the last', '{\n  "a": 1,\n  "b": 2\n}', ['b'], '{\n  "a": 1\n}'],
  ['the only one', '{ "a": 1 }', ['a'], '{}'],
  ['an item', '[1, 2, 3]', [1], '[1, 3]'],
]) test(`removing: ${what}`, () => assert.equal(apply(text, removing(read(text).root, path)), expected));

test('what has the value already is not edited', () => assert.equal(setting('{"a":[1, 2]}', read('{"a":[1, 2]}').root, ['a'], [1, 2]), null));
test('nothing is put into what cannot hold it', () => assert.equal(setting('{"a": "text"}', read('{"a": "text"}').root, ['a', 'b'], 1), null));
test('a difference is only what differs', () => assert.deepEqual(difference('one two three', 'one 2 three'), { offset: 4, length: 3, content: '2' }));
test('an offset leads to its member', () => assert.deepEqual(pathAt(read('{"a": [{"b": 12}]}').root, 14), ['a', 0, 'b']));

// --- places --------------------------------------------------------------------------------------------------------------
for (const [pointer, value, path] of [
  ['/Tags/[Key=Name]/Value', { Tags: [{ Key: 'team' }, { Key: 'Name' }] }, ['Tags', 1, 'Value']],
  ['/Tags/[Key=Name]/Value', { Tags: [{ Key: 'team' }] }, ['Tags', 1, 'Value']],
  ['/Tags/[Key=Name]/Value', {}, ['Tags', 0, 'Value']],
  ['/Interfaces/[DeviceIndex=0]/SubnetId', { Interfaces: [{ SubnetId: 'x' }] }, ['Interfaces', 0, 'SubnetId']], // one that does not say otherwise
  ['/Interfaces/[DeviceIndex=0]/SubnetId', { Interfaces: [{ DeviceIndex: 1 }] }, ['Interfaces', 1, 'SubnetId']],
  ['/Devices/[Name={root}]/Size', { Devices: [{ Name: '/dev/sda1' }] }, ['Devices', 0, 'Size']],
]) test(`a place: ${pointer} in ${JSON.stringify(value)}`, () => assert.deepEqual(resolve(value, pointer, { root: '/dev/sda1' }).path, path));

// --- laws ----------------------------------------------------------------------------------------------------------------
/** Numbers that are the same each time. */
function dice(seed) {
  let state = seed >>> 0;
  return below => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}
const words = ['', 'web', 'a "quoted" \\ one', 'Zürich 日本 🙂', '</script>', '__proto__', '  '];

const starts = {
  starter: here(`${lab}/starter/launch.json`),
  'by the interface': here(`${lab}/solutions/good-by-the-interface/launch.json`),
  'by the subnet': here(`${lab}/solutions/good-by-the-subnet-with-nginx/launch.json`),
  empty: '{}',
  'in one line': '{"ImageId":"ami-1","Placement":{"Tenancy":"default"},"MinCount":1,"MaxCount":1}',
  'with tabs, strange spaces and members that the form does not know': '{\r\n\t"Unknown" : [ 1,{"x":null} ],\r\n\t"NetworkInterfaces":[ {"DeviceIndex":0 , "Description" : "mine"} ],\r\n\t"ClientToken":"t" ,\r\n\t"BlockDeviceMappings" : [{"DeviceName":"/dev/sdf","Ebs":{"VolumeSize":5}}]\r\n}\r\n',
};

/** The members that a form may not touch. */
function foreign(json) {
  const { Unknown, Placement, ClientToken } = json;
  return JSON.stringify({ Unknown, Placement, ClientToken, description: json.NetworkInterfaces?.[0]?.Description, second: json.BlockDeviceMappings?.find(d => d.DeviceName === '/dev/sdf') });
}

for (const [what, start] of Object.entries(starts)) {
  test(`what a form writes it reads back, and the rest stays: ${what}`, () => {
    for (let seed = 1; seed <= 25; seed++) {
      const roll = dice(seed * 7919), form = open(start), before = foreign(form.json());
      for (let step = 0; step < 25; step++) {
        const fields = form.model.fields.filter(f => f.file === 'launch.json'), field = fields[roll(fields.length)];
        const state = form.model.state(field), told = `${what}, seed ${seed}, step ${step}: ${field.id}\n${form.texts['launch.json']}`;
        assert.equal(state.blocked, undefined, told);
        if (field.kind === 'many') {
          const option = form.model.options(field)[roll(2)], on = roll(2) === 1;
          form.do(field.id, f => form.model.toggle(f, option, on));
          assert.equal((form.model.state(form.model.field(field.id)).items ?? []).some(i => i.option === option), on, told);
        } else if (field.kind === 'rows') {
          const rows = state.items ?? [];
          if (roll(3) === 0 || rows.length === 0) form.do(field.id, f => form.model.addRow(f));
          else if (roll(2) === 0) form.do(field.id, f => form.model.removeRow(f, rows[roll(rows.length)].index));
          else {
            const row = rows[roll(rows.length)], value = words[roll(words.length)];
            form.do(field.id, f => form.model.setCells(f, row.index, { '/Value': value }));
            assert.equal(form.model.state(form.model.field(field.id)).items.find(i => i.index === row.index).value.Value, value, told);
          }
        } else {
          const options = form.model.options(field);
          const value = roll(4) === 0 ? undefined : field.kind === 'flag' ? roll(2) === 1 : field.kind === 'number' ? 1 + roll(99) : options.length > 0 ? options[roll(options.length)].value : words[1 + roll(words.length - 1)];
          form.set(field.id, value);
          const now = form.model.state(form.model.field(field.id));
          assert.equal(now.option?.value ?? now.value, value, told);
        }
        assert.equal(form.model.problem('launch.json'), null, told);
        assert.equal(foreign(form.json()), before, told);
      }
    }
  });
}

test('what is set and then taken away leaves the text as it was', () => {
  for (const id of ['name', 'key', 'profile', 'size', 'volume', 'encrypted', 'keep', 'market', 'hibernate', 'metadata', 'shutdown', 'protect']) {
    const form = open(), start = form.texts['launch.json'], field = form.model.field(id);
    form.set(id, field.kind === 'flag' ? true : field.kind === 'number' ? 20 : form.model.options(field)[0]?.value ?? 'x');
    assert.notEqual(form.texts['launch.json'], start, id);
    form.set(id, undefined);
    assert.equal(form.texts['launch.json'], start, id);
  }
});

test('a file that cannot be read is left alone', () => {
  for (const [text, line, column] of [['{\n  "a": 1,\n}', 3, 1], ['', 1, 1], ['{ // no\n}', 1, 3], ['[1]', 1, 1], ['"x"', 1, 1], ['{"a": tru}', 1, 7], ['['.repeat(100_000), 1, 1], ['{"a": 1} x', 1, 10]]) {
    const form = open(text);
    const { problem } = form.model.docs.get('launch.json');
    assert.deepEqual([problem.line, problem.column], [line, column], text.slice(0, 40));
    for (const field of form.model.fields.filter(f => f.file === 'launch.json')) {
      assert.equal(form.model.state(field).off, true);
      assert.deepEqual(form.model.set(field, 'x'), []);
    }
    assert.equal(form.texts['launch.json'], text);
    form.do('rules', f => form.model.addRow(f)); // the other file's fields go on
    assert.equal(form.json('security-group.json').IpPermissions.length, 2);
  }
});

// --- EC2's own shapes ----------------------------------------------------------------------------------------------------
test('a public address moves subnet and groups into the network interface', () => {
  const form = open('{ "SubnetId": "subnet-b", "SecurityGroups": ["reading-room"] }');
  form.set('publicIp', true);
  assert.deepEqual(form.json(), { NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true, SubnetId: 'subnet-b', Groups: ['${group.GroupId}'] }] });
});

test('groups go where there are some already, by id or by name', () => {
  for (const [text, expected] of [
    ['{ "SecurityGroups": ["reading-room"] }', { SecurityGroups: ['reading-room', 'default'] }],
    ['{ "SecurityGroupIds": ["sg-1"] }', { SecurityGroupIds: ['sg-1', 'sg-2'] }],
    ['{ }', { SecurityGroupIds: ['sg-2'] }],
    ['{ "NetworkInterfaces": [{ "DeviceIndex": 0 }] }', { NetworkInterfaces: [{ DeviceIndex: 0, Groups: ['sg-2'] }] }],
  ]) {
    const form = open(text);
    form.do('groups', f => form.model.toggle(f, form.model.options(f)[1], true));
    assert.deepEqual(form.json(), expected);
  }
});

test('an id that has a name is the same choice', () => assert.equal(open('{ "SubnetId": "subnet-a" }').model.chosen('subnet').label, 'us-east-1a'));

test('a profile by its ARN stays one', () => {
  const form = open('{ "IamInstanceProfile": { "Arn": "arn:aws:iam::111122223333:instance-profile/web" } }');
  assert.equal(form.model.chosen('profile').value, 'web');
  form.set('profile', 'backup');
  assert.deepEqual(form.json(), { IamInstanceProfile: { Arn: 'arn:aws:iam::111122223333:instance-profile/backup' } });
});

test('another image takes the root volume along', () => {
  const form = open('{ "ImageId": "ami-1", "BlockDeviceMappings": [{ "DeviceName": "/dev/xvda", "Ebs": { "VolumeSize": 20 } }] }');
  form.set('image', 'ami-2');
  assert.deepEqual(form.json().BlockDeviceMappings, [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 20 } }]);
  assert.equal(form.value('size'), 20);
});

test('the number of instances is the least and the most', () => {
  const form = open('{ "MinCount": 1, "MaxCount": 3 }');
  assert.match(form.model.state(form.model.field('count')).note, /MaxCount 3 and MinCount 1/);
  form.set('count', 2);
  assert.deepEqual(form.json(), { MinCount: 2, MaxCount: 2 });
});

test("a rule's type fills protocol and ports, and takes away those that mean nothing", () => {
  const form = open(null, { rules: '{ "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{ "CidrIp": "10.0.0.0/8", "Description": "ours" }] }] }' });
  const field = form.model.field('rules'), [type] = field.columns;
  const row = () => form.model.state(form.model.field('rules')).items[0];
  assert.equal(form.model.preset(row(), type).label, 'ssh');
  form.do('rules', f => form.model.setCells(f, 0, type.presets.at(-1).set));
  assert.deepEqual(form.json('security-group.json').IpPermissions, [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'ours' }] }]);
  assert.equal(form.model.preset(row(), type).label, 'All traffic');
  assert.deepEqual(form.model.others('security-group.json'), ['IpPermissions[0].IpRanges[0].Description']);
});

test('user data without a file of its own stands in Base64', () => {
  const form = open('{ "ImageId": "ami-1" }', { withFiles: false });
  form.set('userDataText', '#!/bin/bash\necho "Zürich"\n');
  assert.equal(Buffer.from(form.json().UserData, 'base64').toString(), '#!/bin/bash\necho "Zürich"\n');
  assert.equal(form.value('userDataText'), '#!/bin/bash\necho "Zürich"\n');
  const broken = open('{ "UserData": "#!/bin/bash" }', { withFiles: false });
  assert.match(broken.model.state(broken.model.field('userDataText')).blocked, /not Base64/);
});

test('a script keeps its line ends', () => {
  const form = open();
  form.texts['user-data.sh'] = '#!/bin/bash\r\ndnf\r\n';
  form.model.read(path => form.texts[path]);
  form.set('userData', '#!/bin/bash\ndnf install\n'); // a textarea knows no other line end
  assert.equal(form.texts['user-data.sh'], '#!/bin/bash\r\ndnf install\r\n');
});

// --- what the form does not show, and what is wrong ------------------------------------------------------------------------
test('members that no field shows are named', () => assert.deepEqual(
  open('{ "ImageId": "ami-1", "Placement": { "Tenancy": "dedicated" }, "NetworkInterfaces": [{ "DeviceIndex": 0, "Description": "x" }, { "DeviceIndex": 1 }] }').model.others('launch.json'),
  ['Placement', 'NetworkInterfaces[0].Description', 'NetworkInterfaces[1]']));

for (const [text, id, says] of [
  ['{ "IamInstanceProfile": "web" }', 'profile', /IamInstanceProfile is a string in your JSON, and an object is expected/],
  ['{ "ImageId": "ami-1", "ImageId": "ami-2" }', 'image', /ImageId stands twice/],
  ['{ "ImageId": ["ami-1"] }', 'image', /ImageId is a list in your JSON, and one value is expected/],
  ['{ "SecurityGroupIds": "sg-1" }', 'groups', /SecurityGroupIds is a string in your JSON, and a list is expected/],
]) test(`a member that the form cannot show: ${text}`, () => {
  const form = open(text);
  assert.match(form.model.state(form.model.field(id)).blocked, says);
  assert.equal(form.model.state(form.model.field('key')).blocked, undefined);
});

for (const [what, text, where, message, field] of [
  ['at its member', '{ "InstanceType": "t9.micro" }', '"t9', 'Invalid value', 'type'],
  ['at the name of it', '{ "InstanceType": "t9.micro" }', '"InstanceType', 'Invalid type', 'type'],
  ['inside it', '{ "NetworkInterfaces": [{ "DeviceIndex": 0, "Groups": ["sg-9"] }] }', '"sg-9', 'does not exist', 'groups'],
  ['above it', '{ "IamInstanceProfile": { "Name": "web" } }', '{ "Name', 'iam:PassRole', 'profile'],
  ['missing', '{ "ImageId": "ami-1" }', '{', 'Missing required parameter in input: "MinCount"', 'count'],
  ['nowhere in the form', '{ "Placement": {} }', '"Placement', 'Unknown', null],
  ['of the whole call', '{ "ImageId": "ami-1" }', '{', 'You have exceeded a quota', null],
]) test(`a finding belongs to its field: ${what}`, () => {
  const form = open(text);
  assert.deepEqual([...form.model.sort([{ file: 'launch.json', start: text.indexOf(where), message }]).keys()], [field]);
});

test('a finding in another file belongs to the field that is in it', () => {
  const form = open();
  assert.deepEqual([...form.model.sort([{ file: 'user-data.sh', start: 3, message: 'x' }, { file: 'security-group.json', start: form.texts['security-group.json'].indexOf('22'), message: 'x' }]).keys()], ['userData', 'rules']);
});

// --- the list and the sum ---------------------------------------------------------------------------------------------------
test('types are found by name and by what they have', () => {
  const types = [{ label: 't3.micro', detail: '2 vCPU, 1 GiB, x86_64' }, { label: 't4g.micro', detail: '2 vCPU, 1 GiB, arm64' }, { label: 'm5.xlarge', detail: '4 vCPU, 16 GiB, x86_64' }];
  assert.deepEqual(search(types, 'T4G').map(t => t.label), ['t4g.micro']);
  assert.deepEqual(search(types, '2 vcpu').map(t => t.label), ['t3.micro', 't4g.micro']);
  assert.deepEqual(search(types, 'micro arm64').map(t => t.label), ['t4g.micro']);
  assert.equal(search(types, '').length, 3);
  assert.deepEqual(search(types, 'nothing'), []);
});

for (const [what, text, total] of [
  ['On-Demand with an address', '{ "ImageId": "ami-1", "InstanceType": "t3.micro", "NetworkInterfaces": [{ "DeviceIndex": 0, "AssociatePublicIpAddress": true }] }', 0.0104 + 0.005 + 8 * 0.08 / 730],
  ['without one', '{ "ImageId": "ami-1", "InstanceType": "t3.micro", "SubnetId": "subnet-b" }', 0.0104 + 8 * 0.08 / 730],
  ['Spot', '{ "ImageId": "ami-1", "InstanceType": "t3.micro", "SubnetId": "subnet-b", "InstanceMarketOptions": { "MarketType": "spot" } }', 0.004 + 8 * 0.08 / 730],
  ['three of them', '{ "ImageId": "ami-1", "InstanceType": "m5.large", "SubnetId": "subnet-b", "MinCount": 3, "MaxCount": 3 }', 3 * (0.096 + 8 * 0.08 / 730)],
  ['a larger disk', '{ "ImageId": "ami-1", "InstanceType": "t3.micro", "SubnetId": "subnet-b", "BlockDeviceMappings": [{ "DeviceName": "/dev/xvda", "Ebs": { "VolumeSize": 100, "VolumeType": "gp3" } }] }', 0.0104 + 100 * 0.08 / 730],
]) test(`the cost of an hour: ${what}`, () => assert.ok(Math.abs(launchCost(open(text).model).total - total) < 1e-9));

test('of an unknown type no price is told', () => assert.equal(launchCost(open('{ "InstanceType": "x9.huge" }').model), null));
test('a value is what JSON.parse reads', () => assert.deepEqual({ ...valueOf(read('{"a": 1, "a": 2}').root) }, { a: 2 }));
