// One run at a time: asks the server, tells how far it is, and can be stopped.
import { jsonLines } from './state.js';

/**
 * @param {object} question
 * @param {{queued: (place: number) => void, ran: (count: number) => void}} told
 * @param {AbortSignal} signal aborting it ends the run on the server too
 * @returns {Promise<{report?: any, problem?: {detail: string, part: string}, stopped?: boolean}>}
 */
export async function run(question, told, signal) {
  try {
    const response = await fetch('/api/lambda/run', {
      method: 'POST', credentials: 'same-origin', signal, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(question),
    });
    if (!response.ok) {
      const problem = await response.json().catch(() => null);
      return { problem: { detail: problem?.detail ?? `The server answered ${response.status}. What you wrote stays as it is; run it again.`, part: problem?.part ?? '' } };
    }
    for await (const line of jsonLines(response.body)) {
      if (line.t === 'place') told.queued(line.place);
      else if (line.t === 'ran') told.ran(line.count);
      else if (line.t === 'done') return { report: line };
      else if (line.t === 'problem') return { problem: line };
    }
    return { problem: { detail: 'The connection ended before the run did. Run it again.', part: '' } };
  } catch {
    return signal.aborted ? { stopped: true } : { problem: { detail: 'The server does not answer. What you wrote is kept in this browser; run it when the server is back.', part: '' } };
  }
}
