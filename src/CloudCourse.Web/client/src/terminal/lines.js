// What is typed at the terminal and the script it becomes: plain functions, so that they can be tried without a page.

/** Whether a shell would wait for more: an open quotation, an open $( or a backslash at the end. */
export function isOpen(text) {
  let quote = '', depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quote === "'") { if (c === "'") quote = ''; continue; }
    if (c === '\\') { if (i + 1 >= text.length) return true; i++; continue; }
    if (c === '"') quote = quote ? '' : '"';
    else if (c === "'" && !quote) quote = "'";
    else if (c === '$' && text[i + 1] === '(') depth++;
    else if (c === ')' && depth > 0 && !quote) depth--;
    else if (c === '#' && !quote && depth === 0 && (i === 0 || /\s/.test(text[i - 1]))) { const end = text.indexOf('\n', i); if (end < 0) return false; i = end; }
  }
  return quote !== '' || depth > 0;
}

/** The edit that puts a command at the script's end, on lines of its own. */
export function appended(script, command) {
  const before = script === '' || script.endsWith('\n') ? '' : '\n';
  return { offset: script.length, length: 0, content: `${before}${command}\n` };
}

/** The edit that takes a transcript's line out of the script, with the line's end. */
export function removed(script, { start, end }) {
  const rest = script[end] === '\r' && script[end + 1] === '\n' ? 2 : script[end] === '\n' ? 1 : 0;
  return { offset: start, length: end - start + rest, content: '' };
}

/** Whether what was printed has lines drawn by signs, which mean nothing once they are folded. */
export function isTable(output) {
  return /^\|*[-+]{5,}/m.test(output);
}

/** How many of the lines at the beginning are the same in both. */
export function common(before, after) {
  let same = 0;
  while (same < before.length && same < after.length && ['typed', 'output', 'exitCode', 'hint'].every(k => before[same][k] === after[same][k])) same++;
  return same;
}
