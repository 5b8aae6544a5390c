// Help with writing IAM policies: what could stand here, what this is, how to mend it. All knowledge is the site's; the browser carries
// no catalogue. Models that are policies have a scheme of their own, so that Monaco's guesses from other words stay out of them.
import './assist.css';
import { languages } from 'monaco-editor/editor.js';
import { ask, between, isWanted, quickFixes, suggestions } from './answers.js';

const SCHEME = 'iam-policy';
const selector = { language: 'json', scheme: SCHEME, exclusive: true };
const policies = new WeakMap();

const { CompletionItemKind: Kind, CompletionItemInsertTextRule: Rule } = languages;
const kinds = {
  element: Kind.Property, value: Kind.Value, service: Kind.Module, action: Kind.Method, pattern: Kind.Operator, resource: Kind.Reference,
  principal: Kind.User, operator: Kind.Operator, key: Kind.Field, variable: Kind.Variable,
};

/** Of a file's address: what it is decides whether there is help for it. */
export const schemeOf = file => file.policyType ? SCHEME : 'inmemory';

/** @param {{policyType?: string, resourceType?: string}} file which type of policy the model is, if any */
export function assist(model, { policyType, resourceType }) {
  if (policyType) policies.set(model, { policyType, resourceType });
}

export const isAssisted = model => model !== null && policies.has(model);

languages.registerCompletionItemProvider(selector, {
  triggerCharacters: ['"', ':', '{'],
  async provideCompletionItems(model, position, context, token) {
    const policy = policies.get(model), text = model.getValue(), offset = model.getOffsetAt(position);
    const answer = policy && await ask('complete', model, policy, { offset }, token);
    if (!answer || !isWanted(context.triggerCharacter, answer)) return { suggestions: [] };
    return {
      suggestions: suggestions(answer, text, offset, position, { kinds, snippet: Rule.InsertAsSnippet, at: at => model.getPositionAt(at) }),
      incomplete: answer.incomplete,
    };
  },
});

languages.registerHoverProvider(selector, {
  async provideHover(model, position, token) {
    const policy = policies.get(model), version = model.getVersionId();
    const answer = policy && await ask('hover', model, policy, { offset: model.getOffsetAt(position) }, token);
    if (!answer || model.getVersionId() !== version) return null;
    return { range: between(model.getPositionAt(answer.start), model.getPositionAt(answer.end)), contents: [{ value: answer.markdown }] };
  },
});

languages.registerCodeActionProvider(selector, {
  async provideCodeActions(model, range, context, token) {
    const none = { actions: [], dispose() {} };
    const policy = policies.get(model), version = model.getVersionId();
    const markers = context.markers.filter(marker => marker.source === 'CloudCourse');
    if (!policy || markers.length === 0) return none;
    const starts = markers.map(m => model.getOffsetAt({ lineNumber: m.startLineNumber, column: m.startColumn }));
    const ends = markers.map(m => model.getOffsetAt({ lineNumber: m.endLineNumber, column: m.endColumn }));
    const answer = await ask('fixes', model, policy, { start: Math.min(...starts), end: Math.max(...ends) }, token);
    if (!answer || model.getVersionId() !== version) return none;
    return { actions: quickFixes(answer, model, markers), dispose() {} };
  },
}, { providedCodeActionKinds: ['quickfix'] });
