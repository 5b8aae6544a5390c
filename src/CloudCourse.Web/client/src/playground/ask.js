// Questions to the server, the newest of which counts.
/** @returns {(body: object) => Promise<{answer?: any, problem?: string, stale?: boolean}>} */
export function asker(url) {
  let under = null;
  return async body => {
    under?.abort();
    const mine = under = new AbortController();
    try {
      const response = await fetch(url, {
        method: 'POST', credentials: 'same-origin', signal: mine.signal,
        headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
      });
      if (mine.signal.aborted) return { stale: true };
      if (response.ok) return { answer: await response.json() };
      const problem = await response.json().catch(() => null);
      return { problem: problem?.detail ?? `The server answered ${response.status}. Your policies stay as they are; try again.` };
    } catch {
      return mine.signal.aborted ? { stale: true } : { problem: 'The server does not answer. What you wrote is kept in this browser; it is decided when the server is back.' };
    }
  };
}

/** Calls once after things have been quiet for a while. */
export function whenQuiet(pause, act) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(act, pause); };
}

export const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

export function problemNotice(words) {
  return element('div', { className: 'notice caution' }, element('p', { textContent: words }));
}
