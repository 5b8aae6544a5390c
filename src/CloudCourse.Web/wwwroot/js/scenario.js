// A scenario's page: sliders beside the fields, and a result that follows without a click. Without this script the form's button does it.
const form = document.querySelector('form[data-scenario]');
if (form) {
  const result = document.querySelector('[data-scenario-result]');
  const said = form.querySelector('[data-scenario-said]');
  let waiting, asking;

  for (const slider of form.querySelectorAll('[data-slides]')) {
    const field = form.elements[slider.dataset.slides];
    const from = Number(slider.dataset.from), to = Number(slider.dataset.to);
    // Wide ranges by factors, narrow ones and those from 0 by steps.
    const byFactor = from > 0 && to / from > 20;
    const valueAt = at => byFactor ? from * (to / from) ** (at / 1000) : from + (to - from) * at / 1000;
    const placeOf = value => 1000 * (byFactor ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from));
    const read = () => {
      const value = Number(field.value.replaceAll(',', '').replaceAll(' ', ''));
      if (field.value.trim() && value >= from && value <= to) slider.value = placeOf(value);
      slider.setAttribute('aria-valuetext', field.value);
    };
    slider.hidden = false;
    read();
    field.addEventListener('input', read);
    slider.addEventListener('input', () => {
      const value = Math.min(to, Math.max(from, Number(valueAt(Number(slider.value)).toPrecision(3))));
      field.value = String(value);
      slider.setAttribute('aria-valuetext', field.value);
    });
  }

  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    clearTimeout(waiting);
    ask();
  });

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const address = `${form.getAttribute('action')}?${new URLSearchParams(new FormData(form))}`;
    try {
      const response = await fetch(address, { signal: asking.signal });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const open = result.querySelector('details')?.open;
      result.replaceChildren(...page.querySelector('[data-scenario-result]').childNodes);
      if (open) result.querySelector('details').open = true;
      for (const error of form.querySelectorAll('[data-error]')) {
        const now = page.querySelector(`[data-error="${error.dataset.error}"]`).textContent;
        error.textContent = now;
        const field = form.elements[error.dataset.error];
        if (now) field.setAttribute('aria-invalid', 'true');
        else field.removeAttribute('aria-invalid');
      }
      said.textContent = result.querySelector('[data-said]').dataset.said;
      history.replaceState(null, '', address);
    } catch (problem) {
      if (problem.name !== 'AbortError') location.assign(address);
    }
  }
}
