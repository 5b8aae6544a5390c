// In the head and not deferred: the theme is known before anything is drawn.
(() => {
  const root = document.documentElement;
  const stored = (() => { try { return localStorage.getItem('cc-theme'); } catch { return null; } })();
  if (stored === 'light' || stored === 'dark') root.dataset.theme = stored;

  const system = matchMedia('(prefers-color-scheme: dark)');
  const current = () => root.dataset.theme ?? (system.matches ? 'dark' : 'light');

  addEventListener('DOMContentLoaded', () => {
    const button = document.querySelector('[data-theme-toggle]');
    if (!button) return;
    const label = button.querySelector('[data-theme-label]');
    const other = () => (current() === 'dark' ? 'light' : 'dark');
    const say = () => { label.textContent = `Switch to the ${other()} theme`; };
    button.hidden = false;
    say();
    system.addEventListener('change', say);
    button.addEventListener('click', () => {
      root.dataset.theme = other();
      try { localStorage.setItem('cc-theme', root.dataset.theme); } catch { /* a private window: it holds for this page */ }
      say();
      // The code editor draws its own colours.
      document.dispatchEvent(new CustomEvent('cc:theme', { detail: root.dataset.theme }));
    });
  });
})();
