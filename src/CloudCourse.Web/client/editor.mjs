// The pages with an editor: a module and a style sheet each, what they share, and two workers that Monaco starts itself.
import { build } from 'esbuild';
import { readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const monaco = 'node_modules/monaco-editor/esm/vs';

export async function editor() {
  const outdir = here('../wwwroot/js/monaco');
  await rm(outdir, { recursive: true, force: true });
  const common = { bundle: true, minify: true, legalComments: 'linked', logLevel: 'warning', target: 'es2022', outdir };
  // What these pages share, Monaco above all, goes into one shared file.
  await build({
    ...common, entryPoints: [here('src/workbench.js'), here('src/playground/playground.js'), here('src/playground/lambda/lambda.js')], format: 'esm', splitting: true,
    entryNames: '[name]', chunkNames: 'shared-[hash]', loader: { '.ttf': 'file' },
  });
  // Every part brings Monaco's style sheet once more; the pages link workbench.css, which has it all.
  for (const file of await readdir(outdir)) if (file.endsWith('.css') && file !== 'workbench.css') await rm(`${outdir}/${file}`);
  await build({
    ...common, format: 'iife', entryPoints: {
      'editor.worker': here(`${monaco}/editor/editor.worker.js`),
      'json.worker': here(`${monaco}/language/json/json.worker.js`),
    },
  });
}
