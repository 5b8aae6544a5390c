// Gives <cc-timeline> its clock: play, pause, step, speed, scrub. What it shows is in the page already (TimelineView.razor): this moves a
// cursor over it, says what stands under the cursor, and shows the call behind an event. All runs in one element share the clock.
class Timeline extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    // A circuit puts the element in its place first, and what is in it thereafter.
    if (!this.querySelector('[data-cursor]')) return requestAnimationFrame(() => this.isConnected && this.connectedCallback());
    this.ready = true;
    this.lasts = Number(this.dataset.seconds);
    this.page = Number(this.dataset.page);
    this.second = this.lasts;
    this.event = -1;
    this.runs = [...this.querySelectorAll('[data-run]')].map(element => {
      const tracks = element.querySelector('.tracks');
      return {
        id: element.dataset.run, title: element.querySelector('h3').textContent, tracks, over: tracks.querySelector('.over'), cursor: tracks.querySelector('[data-cursor]'),
        events: JSON.parse(tracks.dataset.events), series: JSON.parse(tracks.dataset.series),
        lanes: [...tracks.querySelectorAll('[data-spans]')].map(lane => ({ lane, word: lane.querySelector('[data-state]'), spans: JSON.parse(lane.dataset.spans) })),
        values: [...tracks.querySelectorAll('[data-value]')],
      };
    });
    this.events = this.runs.flatMap(run => run.events.map(([at, what, call, direct, number]) => ({ at, what, call, direct, number, run })))
      .sort((a, b) => a.at - b.at || a.number - b.number);
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.control = name => this.querySelector(`[data-do="${name}"]`);
    this.querySelector('.controls').hidden = false;
    this.addEventListener('click', event => this.clicked(event));
    this.addEventListener('keydown', event => this.key(event));
    this.control('scrub').addEventListener('input', () => { this.pause(); this.event = -1; this.move(Number(this.control('scrub').value)); this.tell(`${clock(this.second)}. ${this.now()}`); });
    this.move(this.lasts);
  }

  disconnectedCallback() { this.pause(); }

  clicked(event) {
    const button = event.target.closest('button');
    if (button?.dataset.do === 'play') return this.playing ? this.pause() : this.play();
    if (button?.dataset.do === 'back') return this.step(-1);
    if (button?.dataset.do === 'next') return this.step(1);
    if (button?.dataset.open) return this.open(button);
    if (button?.dataset.at) {
      const run = button.closest('[data-run]').dataset.run;
      this.pause();
      this.select(this.events.findIndex(e => e.run.id === run && e.number === Number(button.dataset.event)));
      this.control('scrub').focus({ preventScroll: true });
      this.querySelector('.controls').scrollIntoView({ block: 'nearest' });
      return;
    }
    // A place in the picture: the event there, or else the time.
    const run = this.runs.find(r => r.tracks.contains(event.target));
    if (!run || event.target.closest('summary')) return;
    const box = run.over.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width * this.lasts;
    if (at < 0) return;
    const near = this.near(run, event.target.closest('[data-spans]'), at, (event.pointerType === 'touch' ? 12 : 5) / box.width * this.lasts);
    this.pause();
    if (near < 0) this.jump(at);
    else this.select(near);
    // From here the arrow keys go on, and what was found is to be seen: the picture may be longer than the screen.
    this.control('scrub').focus({ preventScroll: true });
    if (near >= 0) this.querySelector('.controls').scrollIntoView({ block: 'nearest' });
  }

  /** The event nearest to a moment, or -1: what began a state of the lane that was pointed at comes before what happened to others then. */
  near(run, lane, at, within) {
    const own = new Set(run.lanes.find(l => l.lane === lane)?.spans.map(span => span[3]));
    const far = e => Math.abs(e.at - at);
    const found = this.events.filter(e => e.run === run && far(e) < within).sort((a, b) => own.has(b.number) - own.has(a.number) || far(a) - far(b));
    return this.events.indexOf(found[0]);
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') return this.back(event);
    const inText = event.target.closest('select, pre, .table-scroll');
    if (inText) return;
    const scrub = event.target === this.control('scrub');
    const does = {
      ' ': event.target.closest('button, summary, a') ? null : () => (this.playing ? this.pause() : this.play()),
      ArrowRight: () => this.step(1), ArrowLeft: () => this.step(-1),
      ArrowUp: scrub ? () => this.step(1) : null, ArrowDown: scrub ? () => this.step(-1) : null,
      PageUp: scrub ? () => this.jump(this.second + this.page) : null, PageDown: scrub ? () => this.jump(this.second - this.page) : null,
      Enter: scrub ? () => this.enter() : null,
      Home: scrub ? () => this.jump(0) : null, End: scrub ? () => this.jump(this.lasts) : null,
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  /** Into the call behind the event under the cursor. */
  enter() {
    const call = this.querySelector('[data-event-call] details');
    if (!call) return this.event < 0 && this.show('Step to an event first: Enter then opens the call behind it.');
    call.open = true;
    call.querySelector('summary').focus();
  }

  /** Out of a call, to where it was opened. */
  back(event) {
    const call = event.target.closest('details.call') ?? this.querySelector('[data-event-call] details[open]');
    if (!call?.open) return;
    event.preventDefault();
    call.open = false;
    const from = call.closest('[data-event-call]') ? this.control('scrub') : this.opener?.dataset.open === call.id ? this.opener : call.querySelector('summary');
    from.focus();
  }

  jump(second) {
    this.pause();
    this.event = -1;
    this.move(second);
    this.tell(`${clock(this.second)}. ${this.now()}`);
  }

  step(by) {
    this.pause();
    let next = this.event >= 0 ? this.event + by : by > 0 ? this.events.findIndex(e => e.at > this.second) : this.events.findLastIndex(e => e.at < this.second);
    if (this.event < 0 && next < 0) next = by > 0 ? this.events.length : -1;
    if (next < 0 || next >= this.events.length) return this.tell(by > 0 ? 'No event comes after this.' : 'No event comes before this.');
    this.select(next);
  }

  select(index) {
    const event = this.events[index];
    if (!event) return;
    this.event = index;
    this.move(event.at);
    this.tell(`${clock(event.at)}${this.runs.length > 1 ? `, ${event.run.title}` : ''}: ${event.what}`, event);
  }

  play() {
    if (this.second >= this.lasts) { this.second = 0; this.event = -1; }
    this.playing = true;
    this.control('play').textContent = 'Pause';
    let before;
    const frame = time => {
      if (!this.playing) return;
      const speed = Number(this.control('speed').value);
      const passed = before === undefined ? 0 : (time - before) / 1000 * speed;
      // Without motion the clock goes on in leaps, one a second.
      if (!this.still.matches || before === undefined || passed >= speed) {
        before = time;
        const from = this.second;
        this.move(this.second + passed);
        const met = this.events.findLast(e => e.at > from && e.at <= this.second);
        if (met) this.show(`${clock(met.at)}${this.runs.length > 1 ? `, ${met.run.title}` : ''}: ${met.what}`);
      }
      if (this.second >= this.lasts) return this.pause();
      requestAnimationFrame(frame);
    };
    this.event = -1;
    requestAnimationFrame(frame);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.control('play').textContent = 'Play';
    this.querySelector('[data-event-words]').setAttribute('role', 'status');
  }

  move(second) {
    this.second = Math.min(this.lasts, Math.max(0, second));
    const scrub = this.control('scrub');
    scrub.value = this.second;
    scrub.setAttribute('aria-valuetext', clock(this.second).replace(' d ', this.second < 172800 ? ' day ' : ' days '));
    this.querySelector('[data-clock]').textContent = clock(this.second);
    const x = `${this.lasts > 0 ? this.second / this.lasts * 100 : 100}%`;
    for (const run of this.runs) {
      run.cursor.setAttribute('x1', x);
      run.cursor.setAttribute('x2', x);
      for (const { word, spans } of run.lanes) {
        const span = spans.findLast(([from]) => from <= this.second);
        word.textContent = !span ? 'not yet' : span[1] < this.second - 0.1 ? 'gone' : span[2];
      }
      for (const value of run.values) value.textContent = this.valueOf(run, value.dataset.value);
    }
  }

  valueOf(run, id) {
    const { points, unit } = run.series[id];
    const value = points.findLast(([at]) => at <= this.second)?.[1] ?? 0;
    // An invocation costs less than a millionth.
    if (unit === 'USD') return `${value > 0 && value < 0.001 ? value.toLocaleString('en', { maximumFractionDigits: 9 }) : value < 1 ? value.toFixed(4) : value.toFixed(2)} USD`;
    const words = value === 1 && ['instances', 'tasks', 'executions', 'starts'].includes(unit) ? unit.slice(0, -1) : unit;
    return `${value.toLocaleString('en', { maximumFractionDigits: value >= 100 ? 0 : 2 })} ${words}`.trim();
  }

  /** What the curves say at the cursor, for those who do not see them. */
  now() {
    return this.runs.map(run => `${this.runs.length > 1 ? `${run.title}: ` : ''}${run.values.map(v => `${v.closest('.detail').textContent.trim().replace(/\s+/g, ' ')}${v.closest('.detail').textContent.trim().startsWith(v.textContent) ? ` (${v.closest('.label').querySelector('.name').textContent})` : ' a second'}`).join(', ')}.`).join(' ');
  }

  /** While it plays a screen reader is not spoken to: it would never come to an end. */
  show(words) {
    const place = this.querySelector('[data-event-words]');
    // Whoever reads a call and steps on stays with the clock, not nowhere.
    if (this.querySelector('[data-event-call]').contains(document.activeElement)) this.control('scrub').focus({ preventScroll: true });
    if (this.playing) place.removeAttribute('role');
    place.textContent = words;
    this.querySelector('[data-event-call]').replaceChildren();
  }

  tell(words, event) {
    this.show(words);
    if (!event) return;
    const place = this.querySelector('[data-event-call]');
    if (!event.call) {
      const none = document.createElement('p');
      none.className = 'muted';
      none.textContent = 'No API call is behind it: it came from outside the account.';
      return place.replaceChildren(none);
    }
    const call = document.getElementById(`${event.run.id}-call-${event.call}`).cloneNode(true);
    call.removeAttribute('id');
    call.open = false;
    const about = document.createElement('p');
    about.className = 'muted';
    about.textContent = event.call === event.number ? 'The call:' : event.direct ? 'The call behind it:' : 'Nobody called at that moment. An earlier call stands behind it:';
    place.replaceChildren(about, call);
  }

  /** @param {HTMLElement} button names the call, and is come back to */
  open(button) {
    this.opener = button;
    const call = document.getElementById(button.dataset.open);
    call.open = true;
    const summary = call.querySelector('summary');
    summary.focus();
    summary.scrollIntoView({ block: 'nearest' });
  }
}

function clock(second) {
  const whole = Math.floor(second + 0.001); // as the server writes it
  const two = number => String(number).padStart(2, '0');
  const days = Math.floor(whole / 86400);
  return `${days > 0 ? `${days} d ` : ''}${Math.floor(whole / 3600) % 24}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

customElements.define('cc-timeline', Timeline);
