// Asks the site about the policy in a model, and turns what it answers into what Monaco takes. Knows Monaco by its shapes only, so that
// it can be tested without a browser.

/**
 * @param {'complete' | 'hover' | 'fixes'} what
 * @param {any} model Monaco's
 * @param {{policyType: string, resourceType?: string}} policy
 * @param {object} question what is asked besides the text
 * @param {any} token cancelled when something newer was asked
 * @returns what the site answers; null offline, when it has nothing to say, and when nobody waits for it any more
 */
export async function ask(what, model, policy, question, token) {
  if (token.isCancellationRequested) return null;
  const stop = new AbortController();
  const listener = token.onCancellationRequested(() => stop.abort());
  try {
    const response = await fetch(`/api/iam/${what}`, {
      method: 'POST', credentials: 'same-origin', signal: stop.signal, headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: model.getValue().toWellFormed(), ...policy, ...question }),
    });
    const answer = response.status === 200 ? await response.json() : null;
    return token.isCancellationRequested || model.isDisposed() ? null : answer;
  } catch {
    return null; // help is help: without it one writes on
  } finally {
    listener.dispose();
  }
}

/**
 * A choice by a quote or a brace is wanted only inside a string: whoever has just closed one, or opened an object, will press
 * Enter next, and must get a new line for it.
 */
export const isWanted = (trigger, answer) => answer.inString || (trigger !== '"' && trigger !== '{');

/**
 * @param {any} answer of /api/iam/complete
 * @param {string} text that was asked about
 * @param {number} offset
 * @param {{lineNumber: number, column: number}} position of the offset; somebody may have typed on since, but not before it
 * @param {{kinds: Record<string, number>, snippet: number, at: (offset: number) => {lineNumber: number, column: number}}} monaco
 */
export function suggestions(answer, text, offset, position, monaco) {
  const range = {
    startLineNumber: position.lineNumber, startColumn: position.column - (offset - answer.start),
    endLineNumber: position.lineNumber, endColumn: position.column + (answer.end - offset),
  };
  const quote = text[answer.start] === '"' && answer.start < answer.end ? '"' : '';
  const also = answer.also.map(edit => ({ range: between(monaco.at(edit.start), monaco.at(edit.end)), text: edit.text }));
  return answer.items.map((item, place) => ({
    label: { label: item.label, description: item.detail },
    kind: monaco.kinds[item.kind],
    documentation: item.doc ? { value: item.doc } : undefined,
    insertText: item.insert,
    insertTextRules: item.snippet ? monaco.snippet : undefined,
    filterText: quote + item.label,
    sortText: String(place).padStart(4, '0'), // the site knows what is likeliest
    range,
    additionalTextEdits: also,
    command: item.again ? { id: 'editor.action.triggerSuggest', title: 'What comes next' } : undefined,
  }));
}

/**
 * @param {any[]} answer of /api/iam/fixes
 * @param {any} model
 * @param {any[]} markers our own at the place
 */
export function quickFixes(answer, model, markers) {
  const versionId = model.getVersionId();
  return answer.map(fix => ({
    title: fix.title,
    kind: 'quickfix',
    isPreferred: fix.preferred,
    diagnostics: markers.filter(marker => marker.code === fix.code && isAt(marker, model.getPositionAt(fix.start))),
    edit: {
      edits: fix.edits.map(edit => ({
        resource: model.uri, versionId, textEdit: { range: between(model.getPositionAt(edit.start), model.getPositionAt(edit.end)), text: edit.text },
      })),
    },
  }));
}

export const between = (from, to) => ({ startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column });

const isAt = (marker, position) => marker.startLineNumber === position.lineNumber && marker.startColumn === position.column;
