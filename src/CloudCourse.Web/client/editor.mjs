// The lab's editor: one module with its style sheet, and two workers that Monaco starts itself.
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const monaco = 'node_modules/monaco-editor/esm/vs';

export async function editor() {
  const outdir = here('../wwwroot/js/monaco');
  await rm(outdir, { recursive: true, force: true });
  const common = { bundle: true, minify: true, legalComments: 'linked', logLevel: 'warning', target: 'es2022', outdir };
  await build({ ...common, entryPoints: [here('src/workbench.js')], format: 'esm', loader: { '.ttf': 'file' } });
  await build({
    ...common, format: 'iife', entryPoints: {
      'editor.worker': here(`${monaco}/editor/editor.worker.js`),
      'json.worker': here(`${monaco}/language/json/json.worker.js`),
    },
  });
}
