// Keeps each answer of the exam on the server as it is given, and the map of questions up to date. Without it, the form's buttons do both.
const form = document.querySelector('form[data-exam-try]');

if (form) {
  const left = form.querySelector('[data-exam-left]');
  const said = form.querySelector('[data-exam-kept]');
  const questions = [...form.querySelectorAll('[data-question]')];
  const changed = new Set();
  let sending = false, waiting, closed = false;

  // A page that the browser brings back out of its memory may be older than what the server has.
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  form.addEventListener('input', event => {
    const question = event.target.closest('[data-question]');
    if (!question) return;
    changed.add(question);
    // Whatever it was when the page was made, this page has the say about it now.
    question.querySelector('input[name$=".was"]').value = 'changed';
    draw();
    say('Keeping …');
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  });
  form.addEventListener('submit', () => { clearTimeout(waiting); changed.clear(); });
  addEventListener('pagehide', () => { if (changed.size > 0 && !closed) navigator.sendBeacon(form.action, body([...changed])); });
  addEventListener('online', () => { if (changed.size > 0) keep(); });

  async function keep() {
    if (sending || changed.size === 0 || closed) return;
    sending = true;
    const batch = [...changed];
    changed.clear();
    try {
      const answer = await fetch(form.action, { method: 'POST', body: body(batch), redirect: 'manual' });
      if (answer.ok) say('Kept');
      else if (answer.status === 409) stop('This try was handed in, in another tab. Reload the page to see how it went.');
      else if (answer.status === 412) stop('The questions were changed meanwhile. Reload the page; what was kept is still there.');
      else if (answer.status === 400 || answer.status === 404) stop('Your answers cannot be kept from this page. Reload it: you may have signed in or out in another tab.');
      else throw new Error(String(answer.status));
    } catch {
      for (const question of batch) changed.add(question);
      say('Not kept yet: no connection. It is tried again.', true);
      waiting = setTimeout(keep, 5000);
    } finally {
      sending = false;
    }
    if (changed.size > 0 && !closed) { clearTimeout(waiting); waiting = setTimeout(keep, 400); }
  }

  function body(batch) {
    const all = new FormData(form), some = new FormData();
    for (const name of ['__RequestVerificationToken', 'try', 'paper']) some.append(name, all.get(name) ?? '');
    some.append('then', 'auto');
    for (const question of batch) {
      const field = question.dataset.question;
      for (const [name, value] of all) if (name === field || name.startsWith(`${field}.`)) some.append(name, value);
    }
    return some;
  }

  function draw() {
    for (const question of questions) {
      const link = form.querySelector(`[data-map="${question.dataset.question}"]`);
      const marked = question.querySelector('.come-back input').checked;
      const state = stateOf(question);
      link.dataset.state = state;
      link.dataset.marked = String(marked);
      link.querySelector('[data-word]').textContent = marked ? `${state}, to come back to` : state;
    }
    const open = questions.filter(q => stateOf(q) !== 'answered').length;
    left.textContent = open === 0 ? 'All answered' : `${open} not answered yet`;
  }

  function stateOf(question) {
    const fields = [...question.querySelectorAll('input:not([type=hidden]), select')].filter(f => !f.closest('.come-back'));
    const isOn = f => (f.type === 'radio' || f.type === 'checkbox' ? f.checked : f.value.trim() !== '');
    const on = fields.filter(isOn).length;
    const all = fields[0]?.tagName === 'SELECT' ? fields.length : 1;
    return on === 0 ? 'open' : on < all ? 'partly' : 'answered';
  }

  function stop(text) {
    closed = true;
    say(text, true);
  }

  function say(text, trouble = false) {
    said.textContent = text;
    said.dataset.trouble = String(trouble);
  }

  draw();
}
