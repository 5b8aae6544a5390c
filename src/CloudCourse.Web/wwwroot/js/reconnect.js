// Blazor tells of a lost connection by classes on this element; here they become words and actions.
const dialog = document.getElementById('components-reconnect-modal');
const title = dialog?.querySelector('[data-reconnect-title]');
const titles = { show: 'Reconnecting…', failed: 'The connection is lost', rejected: 'The page has to be reloaded' };
let shown;

function stateOf(element) {
  const has = name => element.classList.contains(`components-reconnect-${name}`);
  return ['rejected', 'failed', 'show', 'retrying'].find(has)?.replace('retrying', 'show');
}

function follow() {
  const state = stateOf(dialog);
  if (state === shown) return;
  shown = state;
  if (!state) {
    dialog.close();
    return;
  }
  title.textContent = titles[state];
  for (const part of dialog.querySelectorAll('[data-state]')) part.hidden = part.dataset.state !== state;
  // Not modal: the editor stays usable while the connection is away.
  if (!dialog.open) dialog.show();
  if (state === 'rejected' && !document.hidden) reloadOnce();
}

// A restarted server has forgotten the circuit and the draft comes back with the page, so there is nothing to decide;
// but a server that rejects every circuit must not make the page spin.
function reloadOnce() {
  const key = 'cc-reloaded-at';
  const last = Number(sessionStorage.getItem(key) ?? 0);
  if (Date.now() - last < 30_000) return;
  sessionStorage.setItem(key, String(Date.now()));
  location.reload();
}

async function retry() {
  try {
    // False: the server is back but has forgotten this page.
    if (!(await globalThis.Blazor.reconnect())) location.reload();
  } catch {
    title.textContent = 'Still no answer';
  }
}

if (dialog) {
  new MutationObserver(follow).observe(dialog, { attributes: true, attributeFilter: ['class'] });
  dialog.addEventListener('click', event => {
    const action = event.target.closest('[data-reconnect]')?.dataset.reconnect;
    if (action === 'reload') location.reload();
    if (action === 'retry') retry();
  });
}
