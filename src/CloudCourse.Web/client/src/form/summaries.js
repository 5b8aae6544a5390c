// What stands at a form's side, by the name that its description gives.

const usd = amount => `${amount.toLocaleString('en-US', { maximumFractionDigits: 4, minimumFractionDigits: 2 })} USD`;
const text = value => value === undefined ? '' : String(value);

/**
 * What a launch costs in an hour. Nothing where the type or its price is not known.
 * @param {import('./model.js').FormModel} model
 */
export function launchCost(model) {
  const { prices, choices } = model.description;
  const type = model.chosen('type');
  if (!type) return null;
  const value = id => model.state(model.field(id));
  const spot = value('market').value === 'spot';
  const instance = spot ? type.spot : type.onDemand;
  if (instance === undefined) return null;
  const size = Number(value('size').value ?? model.chosen('image')?.size ?? 8);
  // The image's own mapping says gp3; a mapping of the request without a type is AWS's older default.
  const mapped = ['size', 'iops', 'keep', 'encrypted'].some(id => value(id).exists);
  const volume = model.chosen('volume') ?? choices.volumeTypes.find(v => v.value === (mapped ? 'gp2' : 'gp3'));
  const storage = volume?.perGBMonth === undefined || !Number.isFinite(size) ? null : size * volume.perGBMonth / prices.hoursPerMonth;
  const asked = value('publicIp').value;
  const address = (typeof asked === 'boolean' ? asked : model.chosen('subnet')?.givesPublicAddress ?? true) ? prices.publicIPv4PerHour : 0;
  const count = Number.isInteger(value('count').value) && value('count').value > 0 ? value('count').value : 1;
  return { spot, count, instance, storage, address, size, volume, total: count * (instance + (storage ?? 0) + address) };
}

function launch(model) {
  const value = id => model.state(model.field(id));
  const image = model.chosen('image'), type = model.chosen('type'), profile = value('profile'), groups = value('groups').items ?? [];
  const cost = launchCost(model);
  const size = text(value('size').value ?? image?.size);
  return {
    rows: [
      ['Number of instances', text(value('count').value ?? 'not said')],
      ['Software image (AMI)', image?.label ?? text(value('image').value ?? 'none chosen')],
      ['Virtual server type (instance type)', type ? `${type.label}: ${type.detail}` : text(value('type').value ?? 'none chosen')],
      ['Firewall (security groups)', groups.length > 0 ? groups.map(g => g.option?.label ?? text(g.value)).join(', ') : 'default'],
      ['Storage (volumes)', size === '' ? 'as the image says' : `1 volume, ${size} GiB`],
      ['Public IPv4 address', cost ? (cost.address > 0 ? 'yes' : 'no') : ''],
      ['IAM instance profile', text(profile.option?.label ?? profile.value ?? 'none')],
    ],
    total: cost === null ? 'The price is known once the instance type is.' : `${usd(cost.total)} an hour`,
    parts: cost === null ? [] : [
      ...cost.count > 1 ? [`${cost.count} instances, for each:`] : [],
      `${cost.spot ? 'Spot Instance (its price varies)' : 'Instance'}: ${usd(cost.instance)}`,
      `${cost.size} GiB of ${cost.volume?.value ?? 'storage'}: ${cost.storage === null ? 'not known' : usd(cost.storage)}`,
      `Public IPv4 address: ${usd(cost.address)}`,
    ],
    note: model.description.prices.asOf,
  };
}

export const summaries = { 'ec2-launch': launch };
