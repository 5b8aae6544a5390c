// Where cards lie, read from the file's text and written to it: plain functions, so that they can be tried without a page.

/** Card → column; null where the text is no such JSON. */
export function read(text, { cards, columns }) {
  let json;
  try { json = text.trim() === '' ? {} : JSON.parse(text); } catch { return null; }
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return null;
  const known = new Set(columns.map(c => c.id));
  return new Map(cards.filter(c => known.has(json[c.id])).map(c => [c.id, json[c.id]]));
}

/** The file's text with a card put elsewhere, or taken out by null. What else stands in it, stays. */
export function put(text, description, card, column) {
  const json = text.trim() === '' ? {} : JSON.parse(text);
  if (column === null) delete json[card];
  else json[card] = column;
  const order = description.cards.map(c => c.id);
  const names = [...order.filter(id => id in json), ...Object.keys(json).filter(id => !order.includes(id))];
  return names.length === 0 ? '{\n}\n' : `{\n${names.map(id => `  ${JSON.stringify(id)}: ${JSON.stringify(json[id])}`).join(',\n')}\n}\n`;
}
