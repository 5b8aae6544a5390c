// Cards that are put into columns, by buttons or by dragging. The file's text is the truth: the board reads it after every change.
import { el } from '../form/dom.js';
import { put, read } from './answers.js';

/**
 * @param {HTMLElement} host empty
 * @param {{file: string, question: string, columns: {id: string, title: string}[], cards: {id: string, text: string, group: string}[]}} description
 * @param {{text: (path: string) => string, edit: (path: string, edits: any[], group: string) => void}} editor
 */
export function mountSort(host, description, editor) {
  const { columns, cards, file } = description;
  let chosen = new Map(), dragged = null;
  const status = el('p', { class: 'sort-status', role: 'status' });
  const broken = el('p', { class: 'sort-broken', role: 'alert', hidden: true, text: 'The text is no JSON at the moment, so the cards cannot be read from it. Mend it, or take "Reset to the start".' });
  const places = [{ id: null, title: 'Still to sort' }, ...columns].map(column => {
    const list = el('ul', { class: 'sort-list' }), count = el('span', { class: 'sort-count' });
    const id = `sort-${column.id ?? 'pile'}`;
    const section = el('section', { class: column.id === null ? 'sort-pile' : 'sort-column', 'aria-labelledby': id }, el('h3', { id }, el('span', { text: column.title }), count), list);
    section.addEventListener('dragover', e => { if (dragged) { e.preventDefault(); section.classList.add('over'); } });
    section.addEventListener('dragleave', e => { if (!section.contains(e.relatedTarget)) section.classList.remove('over'); });
    section.addEventListener('drop', e => { e.preventDefault(); section.classList.remove('over'); if (dragged) move(dragged, column.id, false); });
    return { ...column, section, list, count };
  });
  const shown = new Map(cards.map(card => [card.id, draw(card)]));
  host.classList.add('sort');
  host.setAttribute('role', 'group');
  host.setAttribute('aria-label', description.question);
  host.append(el('h2', { class: 'sort-question', text: description.question }), status, broken, places[0].section, el('div', { class: 'sort-columns' }, ...places.slice(1).map(p => p.section)));

  function draw(card) {
    const buttons = columns.map(column => {
      const button = el('button', { type: 'button', 'data-column': column.id, text: column.title });
      button.addEventListener('click', () => move(card.id, chosen.get(card.id) === column.id ? null : column.id, true));
      return button;
    });
    const element = el('li', { class: 'sort-card', draggable: 'true' },
      el('p', { id: `card-${card.id}` }, el('span', { class: 'sort-group', text: card.group }), ` ${card.text}`), el('div', { class: 'sort-buttons', role: 'group', 'aria-labelledby': `card-${card.id}` }, ...buttons));
    element.addEventListener('dragstart', e => { dragged = card.id; e.dataTransfer.effectAllowed = 'move'; e.dataTransfer.setData('text/plain', card.text); element.classList.add('dragged'); });
    element.addEventListener('dragend', () => { dragged = null; element.classList.remove('dragged'); places.forEach(p => p.section.classList.remove('over')); });
    return { element, buttons };
  }

  /** @param {boolean} byButton then the focus goes on to the next card that is still to sort */
  function move(id, column, byButton) {
    if (read(editor.text(file), description) === null) return;
    const wasInPile = !chosen.has(id);
    const open = cards.filter(c => !chosen.has(c.id)).map(c => c.id);
    const next = open[open.indexOf(id) + 1] ?? open.find(o => o !== id);
    const text = editor.text(file);
    editor.edit(file, [{ offset: 0, length: text.length, content: put(text, description, id, column) }], '');
    const card = cards.find(c => c.id === id), title = columns.find(c => c.id === column)?.title ?? places[0].title;
    const left = cards.length - chosen.size;
    status.textContent = `${card.group}, ${card.text}: ${title}. ${left === 0 ? 'All cards are sorted. Run says what is right.' : left === 1 ? '1 card is left.' : `${left} cards are left.`}`;
    if (!byButton) return;
    const focus = wasInPile && next ? shown.get(next).buttons[0] : shown.get(id).buttons.find(b => b.dataset.column === (column ?? columns[0].id));
    focus?.focus();
  }

  function show() {
    const found = read(editor.text(file), description);
    broken.hidden = found !== null;
    host.classList.toggle('unreadable', found === null);
    for (const { buttons } of shown.values()) buttons.forEach(b => { b.disabled = found === null; });
    if (found === null) return;
    chosen = found;
    for (const card of cards) {
      const { element, buttons } = shown.get(card.id), column = chosen.get(card.id) ?? null;
      buttons.forEach(b => b.setAttribute('aria-pressed', String(b.dataset.column === column)));
      element.dataset.column = column ?? '';
    }
    for (const place of places) {
      const here = cards.filter(c => (chosen.get(c.id) ?? null) === place.id).map(c => shown.get(c.id).element);
      // What is in its place already keeps its focus.
      if (here.length !== place.list.children.length || here.some((e, i) => e !== place.list.children[i])) place.list.replaceChildren(...here);
      place.count.textContent = ` ${here.length}`;
    }
    places[0].section.hidden = chosen.size === cards.length;
  }

  show();
  return { changed: show, findings() {} };
}
