// Keeps what a learner types: in this browser at each pause, on the server within three seconds, whatever happens to the page.
// Plain HTTP and localStorage only: a lost circuit costs nothing.

const LOCAL_PAUSE = 300, LOCAL_LATEST = 1000, SERVER_PAUSE = 1200, SERVER_LATEST = 3000, RETRY_FIRST = 2000, RETRY_MOST = 30000;

/** Calls `run` after a pause, but never later than `latest` after the first call. */
function settle(run, pause, latest) {
  let timer = 0, first = 0;
  const fire = () => { clearTimeout(timer); timer = first = 0; run(); };
  const call = () => {
    const now = Date.now();
    first ||= now;
    clearTimeout(timer);
    timer = setTimeout(fire, Math.max(0, Math.min(pause, first + latest - now)));
  };
  return Object.assign(call, { flush: () => timer && fire(), cancel: () => { clearTimeout(timer); timer = first = 0; } });
}

export class Draft {
  #keep; #push; #sending = false; #again = false; #retry = RETRY_FIRST; #retryTimer = 0; #stopped = false; #inConflict = false; #sent = []; #replaces = null;

  /**
   * @param {{learner: string, key: string, url: string, path: string, text: string, revision: number}} saved what the server had when the page was made
   * @param {{read: () => string, status: (state: string) => void, conflict: (theirs: {text: string, revision: number}) => void}} page
   */
  constructor(saved, page) {
    this.saved = saved;
    this.page = page;
    this.revision = saved.revision;
    this.serverText = saved.text;
    this.#keep = settle(() => this.#keepLocal(), LOCAL_PAUSE, LOCAL_LATEST);
    this.#push = settle(() => this.#send(), SERVER_PAUSE, SERVER_LATEST);
  }

  /**
   * What to show first: the browser's unsent copy if it grew from what the server has, else the server's text.
   * A copy that grew from an older revision is a conflict, which only the learner can settle.
   */
  static restore(saved) {
    const local = Draft.#readLocal(saved.key);
    if (!local || local.text === saved.text) return { text: saved.text };
    if (local.revision === saved.revision) return { text: local.text, unsent: true };
    return { text: local.text, conflict: { text: saved.text, revision: saved.revision }, revision: local.revision };
  }

  changed() {
    this.page.status('editing');
    this.#keep();
    if (!this.#inConflict) this.#push();
  }

  /**
   * Before the page puts another text in the place of this one: the server gets what stands here, and keeps it as an earlier
   * version when the next text comes.
   * @param {'reset' | 'restored'} why
   */
  async replacing(why) {
    await this.save();
    this.#replaces = why;
  }

  /** On leaving: nothing may be lost, and nothing can be waited for. */
  flush() {
    this.#keep.flush();
    if (this.#inConflict || this.page.read() === this.serverText) return;
    this.#push.cancel();
    this.#send(true);
  }

  /** Sends now and says whether the server has the text. */
  async save() {
    this.#keep.flush();
    this.#push.cancel();
    await this.#send();
    if (!this.#inConflict && this.page.read() !== this.serverText) await this.#send();
    return this.page.read() === this.serverText;
  }

  suspend() { this.#inConflict = true; }

  /** The learner chose: `mine` replaces what the other tab saved; otherwise the caller has put theirs in the editor. */
  settleConflict(theirs) {
    this.#inConflict = false;
    this.#replaces = 'restored'; // the text that was not chosen stays among the earlier versions
    this.revision = theirs.revision;
    this.serverText = theirs.text;
    this.#keepLocal();
    return this.#send();
  }

  stop() {
    this.flush();
    this.#stopped = true;
    clearTimeout(this.#retryTimer);
  }

  static #readLocal(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  }

  #keepLocal() {
    const text = this.page.read();
    try {
      if (text === this.serverText) localStorage.removeItem(this.saved.key);
      else localStorage.setItem(this.saved.key, JSON.stringify({ text, revision: this.revision, at: new Date().toISOString() }));
    } catch {
      // Storage is full or forbidden; the server's copy is the one that counts then.
    }
  }

  async #send(leaving = false) {
    if (this.#stopped || this.#inConflict) return;
    if (this.#sending && !leaving) { this.#again = true; return this.#sending; }
    const text = this.page.read();
    if (text === this.serverText) { this.page.status('saved'); return; }
    clearTimeout(this.#retryTimer);
    this.page.status('saving');
    this.#sending = this.#put(text, leaving);
    await this.#sending;
    this.#sending = false;
    if (this.#again) { this.#again = false; await this.#send(); }
  }

  async #put(text, leaving) {
    const body = JSON.stringify({ text, baseRevision: this.revision, replaces: this.#replaces ?? undefined, learner: this.saved.learner });
    this.#sent = [...this.#sent.slice(-4), text];
    let response;
    try {
      response = await fetch(this.saved.url, {
        method: 'PUT', headers: { 'Content-Type': 'application/json' }, body, credentials: 'same-origin',
        keepalive: leaving && body.length < 60_000, // browsers refuse more than 64 KiB on the way out; the local copy has it then
      });
    } catch {
      return this.#later('offline');
    }
    if (response.ok) {
      ({ revision: this.revision } = await response.json());
      this.serverText = text;
      this.#replaces = null;
      this.#retry = RETRY_FIRST;
      this.#keepLocal();
      this.page.status(this.page.read() === text ? 'saved' : 'editing');
    } else if (response.status === 409) {
      const theirs = await response.json();
      if (this.#sent.includes(theirs.text)) {
        // Our own text, whose answer was lost or overtaken on the way: not another tab's.
        this.revision = theirs.revision;
        this.serverText = theirs.text;
        this.#again = this.page.read() !== theirs.text;
        this.#keepLocal();
        if (!this.#again) this.page.status('saved');
        return;
      }
      this.#inConflict = true;
      this.#keepLocal();
      this.page.conflict(theirs);
    } else if (response.status === 413) {
      this.page.status('tooLarge');
    } else if (response.status === 401 || response.status === 403 || response.status === 404) {
      this.page.status('refused');
    } else {
      this.#later(response.status === 429 ? 'saving' : 'offline');
    }
  }

  #later(state) {
    this.page.status(state);
    if (this.#stopped) return;
    this.#retryTimer = setTimeout(() => this.#send(), this.#retry);
    this.#retry = Math.min(this.#retry * 2, RETRY_MOST);
  }
}
