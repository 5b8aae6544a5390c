// Classroom machines are shared: what the workbench keeps in this browser goes when its owner goes. The server asks for the same with
// Clear-Site-Data, which browsers heed on HTTPS only.
const forget = () => {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith('cc:draft:') || key.startsWith('cc-quiz:')) localStorage.removeItem(key);
  } catch { /* a private window keeps nothing */ }
};

for (const form of document.querySelectorAll('form[data-sign-out]')) form.addEventListener('submit', forget);
for (const form of document.querySelectorAll('form[data-account-form]')) {
  form.addEventListener('submit', () => {
    if (form.querySelector('input[name="guest"][value="leave"]:checked')) forget();
  });
}
// A page that is left may write once more while it goes; the one that comes after has the last word.
if (document.querySelector('[data-clear-drafts]') && !document.querySelector('form[data-sign-out]')) forget();

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
