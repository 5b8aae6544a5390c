// Classroom machines are shared: what the workbench keeps in this browser goes when its owner goes. The server asks for the same with
// Clear-Site-Data, which browsers heed on HTTPS only.
const forget = () => {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith('cc:draft:') || key.startsWith('cc-quiz:')) localStorage.removeItem(key);
  } catch { /* a private window keeps nothing */ }
};

let isGoing = false;
for (const form of document.querySelectorAll('form[data-sign-out]')) {
  form.addEventListener('submit', () => {
    forget();
    isGoing = true; // this page goes by itself; the server has the store cleared before the next one is there
  });
}
for (const form of document.querySelectorAll('form[data-account-form]')) {
  form.addEventListener('submit', () => {
    isGoing = true;
    if (form.querySelector('input[name="guest"][value="leave"]:checked')) forget();
  });
}

// A page that is left may write once more while it goes; the one that comes after has the last word.
const who = document.querySelector('[data-who]')?.dataset.who ?? '';
const leaves = who === '' && document.querySelector('[data-clear-drafts]') !== null;
if (leaves || takeMark()) forget();

// Another tab still shows, and in a lab still works for, whoever was here before: it starts again as who is here now.
try {
  if (localStorage.getItem('cc-who') !== who) localStorage.setItem('cc-who', who);
  addEventListener('storage', event => {
    if (isGoing || (event.key !== 'cc-who' && event.key !== null) || (localStorage.getItem('cc-who') ?? '') === who) return;
    if (who !== '') sessionStorage.setItem('cc-forget', '1');
    location.replace(location.pathname + location.search); // asks for the page again and sends no form twice
  });
} catch { /* a private window: its tabs know nothing of each other */ }

function takeMark() {
  try {
    const marked = sessionStorage.getItem('cc-forget') !== null;
    sessionStorage.removeItem('cc-forget');
    return marked;
  } catch {
    return false;
  }
}

// The menu under one's name closes like a menu.
const menu = document.querySelector('.account-menu');
if (menu) {
  document.addEventListener('click', event => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}
