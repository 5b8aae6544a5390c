// One Monaco editor over a lab's files. No module state that belongs to a learner: every page makes its own.
import { editor, Uri, MarkerSeverity, KeyMod, KeyCode, Range } from 'monaco-editor/editor.js';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/python/register.js';
import 'monaco-editor/languages/definitions/javascript/register.js';
import { jsonDefaults } from 'monaco-editor/languages/features/json/register.js';
import { assist, isAssisted, schemeOf } from './policy/assist.js';

const here = new URL('.', import.meta.url);
self.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(new URL(label === 'json' ? 'json.worker.js' : 'editor.worker.js', here), { name: label }),
};

// The server's findings are AWS's rules in our words; Monaco's own JSON messages would say the same a second time, worse.
jsonDefaults.setDiagnosticsOptions({ ...jsonDefaults.diagnosticsOptions, validate: false });

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Monaco takes colours, not custom properties: read ours once for each theme. */
function defineTheme() {
  const dark = isDark();
  const colors = {};
  // The same few colours as in the lessons' code, all of which are dark enough for our paper.
  const rules = Object.entries({
    'string.key.json': '--code-key', 'string.value.json': '--code-string', string: '--code-string', number: '--code-number',
    'keyword.json': '--code-word', keyword: '--code-word', comment: '--code-comment', delimiter: '--ink-2',
  }).map(([token, name]) => ({ token, foreground: hex(name).slice(1) }));
  const put = (key, name) => { colors[key] = hex(name); };
  put('editor.background', '--paper');
  put('editor.foreground', '--ink');
  put('editorLineNumber.foreground', '--ink-2');
  put('editorCursor.foreground', '--accent');
  put('editorWidget.background', '--paper-2');
  put('editorWidget.foreground', '--ink');
  put('editorWidget.border', '--line-2');
  put('editorSuggestWidget.foreground', '--ink');
  put('editorSuggestWidget.selectedBackground', '--accent-soft');
  put('editorSuggestWidget.selectedForeground', '--ink');
  put('editorSuggestWidget.highlightForeground', '--accent');
  put('editorSuggestWidget.focusHighlightForeground', '--accent-strong');
  put('quickInputList.focusBackground', '--accent-soft');
  put('menu.background', '--paper-2');
  put('menu.foreground', '--ink');
  put('menu.selectionBackground', '--accent-soft');
  put('menu.selectionForeground', '--ink');
  put('list.hoverBackground', '--paper');
  put('textLink.foreground', '--accent');
  put('textLink.activeForeground', '--accent-strong');
  put('textCodeBlock.background', '--paper');
  put('editorError.foreground', '--denied');
  put('editorWarning.foreground', '--caution');
  put('editorInfo.foreground', '--info');
  editor.defineTheme('cloudcourse', { base: dark ? 'vs-dark' : 'vs', inherit: true, rules, colors });
  editor.setTheme('cloudcourse');
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

/** A custom property's colour as #rrggbb, which is all that Monaco's themes read. The browser resolves var() and light-dark(). */
function hex(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const context = document.createElement('canvas').getContext('2d');
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return `#${[r, g, b].map(part => part.toString(16).padStart(2, '0')).join('')}`;
}

let count = 0;

/**
 * @param {HTMLElement} host where the editor goes
 * @param {{path: string, language: string, text: string, policyType?: string, resourceType?: string}[]} files with `policyType`, the editor helps to write one
 * @param {{label: string, small?: boolean, onChange: (path: string) => void, onRun: () => void, onSubmit: () => void}} options
 */
export function createEditor(host, files, options) {
  const folder = `lab-${++count}/`;
  const models = new Map();
  const watches = new Map();
  const highlights = new Map();
  const states = new Map();
  for (const file of files) add(file);
  let current = files[0]?.path ?? '', edited = '';
  defineTheme();

  const instance = editor.create(host, {
    model: models.get(current) ?? null,
    automaticLayout: true,
    minimap: { enabled: false },
    fixedOverflowWidgets: true,
    scrollBeyondLastLine: false,
    'bracketPairColorization.enabled': false, // colours have meanings here
    guides: { indentation: false },
    renderLineHighlight: 'none',
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    tabSize: files[0]?.language === 'python' ? 4 : 2,
    fontFamily: css('--font-code') || 'monospace',
    fontSize: 14,
    lineHeight: 21,
    renderWhitespace: 'selection',
    renderFinalNewline: 'on', // dimmed, the last number is too pale to read
    wordWrap: 'on',
    stickyScroll: { enabled: !options.small }, // in few lines there is none to spare
    padding: { top: 8, bottom: 8 },
    ariaLabel: options.label,
    theme: 'cloudcourse',
  });
  instance.addCommand(KeyMod.CtrlCmd | KeyCode.Enter, () => options.onRun());
  instance.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Enter, () => options.onSubmit());
  document.fonts?.ready.then(() => editor.remeasureFonts());

  // In a policy the strings are what one needs help with.
  const helpInStrings = () => instance.updateOptions({ quickSuggestions: { other: true, comments: false, strings: isAssisted(instance.getModel()) } });
  instance.onDidChangeModel(helpInStrings);
  helpInStrings();

  function add(file) {
    const model = editor.createModel(file.text, file.language, Uri.parse(`${schemeOf(file)}://${folder}${encodeURIComponent(file.path)}`));
    assist(model, file);
    models.set(file.path, model);
    watches.set(file.path, model.onDidChangeContent(() => options.onChange(file.path)));
  }

  const themeWatcher = new MutationObserver(defineTheme);
  themeWatcher.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', defineTheme);

  const handle = {
    /** Half a character, which a paste can bring, has no place in any file: it would be refused on the way. */
    text: path => models.get(path).getValue().toWellFormed(),
    current: () => current,

    /** Replaces a file's text as one edit, so that undo brings the old one back. */
    replace(path, text) {
      const model = models.get(path);
      if (model.getValue() === text) return;
      model.pushStackElement();
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
      model.pushStackElement();
    },

    /**
     * Makes edits, one after another. Those of one group, such as the letters typed into one field, are undone together.
     * @param {{offset: number, length: number, content: string}[]} edits
     */
    edit(path, edits, group) {
      const model = models.get(path);
      if (group === '' || group !== edited) model.pushStackElement();
      edited = group;
      for (const { offset, length, content } of edits) {
        model.pushEditOperations([], [{ range: Range.fromPositions(model.getPositionAt(offset), model.getPositionAt(offset + length)), text: content }], () => null);
      }
      if (group === '') model.pushStackElement();
      if (path === current && edits.length > 0) instance.revealPositionInCenterIfOutsideViewport(model.getPositionAt(edits.at(-1).offset));
    },

    show(path) {
      if (path === current || !models.has(path)) return;
      states.set(current, instance.saveViewState());
      current = path;
      instance.setModel(models.get(path));
      if (states.get(path)) instance.restoreViewState(states.get(path));
    },

    /** One more file; `show` brings it to the front. */
    open(file) {
      if (!models.has(file.path)) add(file);
    },

    /** Takes a file away. Another one is shown only by `show`. */
    close(path) {
      if (!models.has(path)) return;
      if (path === current) { current = ''; instance.setModel(null); }
      watches.get(path).dispose();
      models.get(path).dispose();
      for (const map of [models, watches, states, highlights]) map.delete(path);
    },

    /** Marks whole places, such as the statements that decided; what was marked before goes. The kind is a class of its own. */
    highlight(places) {
      for (const [path, model] of models) {
        const marks = places.filter(p => p.file === path).map(p => ({
          range: Range.fromPositions(model.getPositionAt(p.start), model.getPositionAt(p.end)),
          options: { isWholeLine: true, className: `marked marked-${p.kind}`, linesDecorationsClassName: `marked-edge marked-edge-${p.kind}`, hoverMessage: { value: p.words } },
        }));
        highlights.set(path, model.deltaDecorations(highlights.get(path) ?? [], marks));
      }
    },

    /** Offsets are UTF-16 units, which is what both sides count. */
    reveal(path, start, end) {
      handle.show(path);
      const model = models.get(path);
      const range = Range.fromPositions(model.getPositionAt(start), model.getPositionAt(Math.max(start, end)));
      instance.setSelection(range);
      instance.revealRangeInCenterIfOutsideViewport(range);
      instance.focus();
    },

    /** @param {{file: string, start: number, end: number, severity: string, message: string, code: string}[]} findings */
    mark(findings) {
      for (const [path, model] of models) {
        editor.setModelMarkers(model, 'cloudcourse', findings.filter(f => f.file === path).map(f => {
          const from = model.getPositionAt(f.start);
          const to = model.getPositionAt(Math.max(f.end, f.start + 1));
          return {
            startLineNumber: from.lineNumber, startColumn: from.column,
            endLineNumber: to.lineNumber, endColumn: to.column,
            message: f.message, code: f.code, source: 'CloudCourse',
            severity: MarkerSeverity[{ error: 'Error', securityWarning: 'Warning', warning: 'Warning', suggestion: 'Info' }[f.severity] ?? 'Info'],
          };
        }));
      }
    },

    /** Which type of policy a file is from now on; it was one from the start. */
    policy: (path, policyType, resourceType) => assist(models.get(path), { policyType, resourceType }),

    place(path, offset) {
      const { lineNumber, column } = models.get(path).getPositionAt(offset);
      return { line: lineNumber, column };
    },

    focus: () => instance.focus(),

    dispose() {
      themeWatcher.disconnect();
      scheme.removeEventListener('change', defineTheme);
      watches.forEach(s => s.dispose());
      instance.dispose();
      models.forEach(m => m.dispose());
    },
  };
  return handle;
}
