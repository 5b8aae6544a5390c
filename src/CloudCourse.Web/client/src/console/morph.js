// Changes a page into another one and leaves alone what is the same, so that whoever is in the middle of a field stays there.

/** @param {Element} host @param {string} html ours */
export function morph(host, html) {
  const next = document.createElement('template');
  next.innerHTML = html;
  children(host, next.content);
}

const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.nodeType !== Node.ELEMENT_NODE || (a.id === b.id && a.className.split(' ')[0] === b.className.split(' ')[0] && a.dataset.click === b.dataset.click));

function children(now, next) {
  const wanted = [...next.childNodes];
  let at = now.firstChild;
  for (const node of wanted) {
    let found = at;
    while (found && !alike(found, node)) found = found.nextSibling;
    if (!found) { now.insertBefore(node, at); continue; }
    while (at !== found) at = drop(at);
    one(found, node);
    at = found.nextSibling;
  }
  while (at) at = drop(at);
}

function drop(node) {
  const { nextSibling } = node;
  node.remove();
  return nextSibling;
}

function one(now, next) {
  if (now.nodeType !== Node.ELEMENT_NODE) {
    if (now.nodeValue !== next.nodeValue) now.nodeValue = next.nodeValue;
    return;
  }
  for (const { name, value } of [...next.attributes]) if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  for (const { name } of [...now.attributes]) if (!next.hasAttribute(name) && !(name === 'open' || name === 'hidden')) now.removeAttribute(name);
  if (now.nodeName === 'TEXTAREA') {
    if (now.value !== next.value) now.value = next.value;
    return;
  }
  if (now.nodeName !== 'SELECT' || now.innerHTML !== next.innerHTML) children(now, next);
  if (now.nodeName === 'INPUT') {
    if (now.type === 'checkbox' || now.type === 'radio') now.checked = next.checked;
    else if (!now.dataset.filter && now.value !== next.value) now.value = next.value;
  } else if (now.nodeName === 'SELECT' && now.value !== next.value) now.value = next.value;
}
