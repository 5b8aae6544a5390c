// Keeps a quiz's answers in this browser until they are handed in. The key is the try's, so another try starts empty.
const form = document.querySelector('form[data-quiz-try]');
const prefix = 'cc-quiz:';

if (form) {
  const key = prefix + form.dataset.quizTry;
  const left = form.querySelector('[data-quiz-left]');
  const fields = () => [...form.elements].filter(e => /^q\d/.test(e.name));
  const isOn = field => (field.type === 'radio' || field.type === 'checkbox' ? field.checked : field.value.trim() !== '');

  for (const [name, value] of read(key)) {
    for (const field of fields().filter(f => f.name === name)) {
      if (field.type === 'radio' || field.type === 'checkbox') field.checked ||= field.value === value;
      else field.value = value;
    }
  }
  count();

  let waiting;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 250);
    count();
  });
  addEventListener('pagehide', keep);
  form.addEventListener('submit', event => {
    keep();
    const open = openQuestions();
    if (open > 0 && !confirm(`${open === 1 ? 'One question is' : `${open} questions are`} not answered. Hand in anyway?`)) event.preventDefault();
  });

  function keep() {
    const answers = fields().filter(isOn).map(f => [f.name, f.value]);
    try { localStorage.setItem(key, JSON.stringify(answers)); } catch { /* a private window: the page itself still has them */ }
  }

  function openQuestions() {
    const questions = new Map();
    for (const field of fields()) {
      const question = field.name.split('.')[0];
      const several = field.tagName === 'SELECT';
      const before = questions.get(question);
      questions.set(question, before === undefined ? isOn(field) : several ? before && isOn(field) : before || isOn(field));
    }
    return [...questions.values()].filter(answered => !answered).length;
  }

  function count() {
    const open = openQuestions();
    left.textContent = open === 0 ? 'All answered' : `${open} not answered yet`;
  }
} else {
  // The try of this review is handed in: nothing of it need be kept.
  const handedIn = new URLSearchParams(location.search).get('try');
  if (handedIn) localStorage.removeItem(prefix + handedIn);
}

function read(key) {
  try {
    const answers = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(answers) ? answers : [];
  } catch {
    return [];
  }
}
