// Small helps on plain pages; every page works without them.
for (const block of document.querySelectorAll('[data-copy]')) addCopyButton(block);

function addCopyButton(block) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(block.querySelector('code').textContent);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select and copy by hand';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  block.append(button);
}

// A meaning that would stand out of the window moves back into it (a wrapped term begins at the end of a line); Escape closes it.
for (const term of document.querySelectorAll('.term')) {
  const meaning = term.nextElementSibling;
  const place = () => {
    meaning.style.marginInlineStart = '0';
    const { left, right } = meaning.getBoundingClientRect();
    const over = Math.max(0, right - (document.documentElement.clientWidth - 8));
    meaning.style.marginInlineStart = `${-Math.min(over, left - 8)}px`;
  };
  term.addEventListener('pointerenter', place);
  term.addEventListener('focus', place);
  term.addEventListener('keydown', event => { if (event.key === 'Escape') term.blur(); });
}

// Which part of the lesson is on the screen, in the table of contents.
const contents = [...document.querySelectorAll('.toc-wide .toc a')];
if (contents.length > 0) {
  const byId = new Map(contents.map(a => [decodeURIComponent(a.hash.slice(1)), a]));
  const seen = new IntersectionObserver(entries => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const a of contents) a.removeAttribute('aria-current');
      byId.get(entry.target.id)?.setAttribute('aria-current', 'true');
    }
  }, { rootMargin: '-10% 0px -75% 0px' });
  for (const id of byId.keys()) {
    const heading = document.getElementById(id);
    if (heading) seen.observe(heading);
  }
}

// Times are written as UTC; shown as the reader's own.
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
for (const time of document.querySelectorAll('time[datetime]')) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.valueOf())) time.textContent = format.format(at);
}
