// The two faces, latin only: text in one variable file of all weights, code in one weight. The browser slants and thickens
// the rest itself: files for the few italics and bold code of a lesson would cost more than all its text.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const sans = 'node_modules/@fontsource-variable/source-sans-3';
const mono = 'node_modules/@fontsource/source-code-pro';

const files = {
  'source-sans-3.woff2': `${sans}/files/source-sans-3-latin-wght-normal.woff2`,
  'source-code-pro-400.woff2': `${mono}/files/source-code-pro-latin-400-normal.woff2`,
  'source-sans-3.LICENSE.txt': `${sans}/LICENSE`,
  'source-code-pro.LICENSE.txt': `${mono}/LICENSE`,
};

export async function fonts() {
  const target = here('../wwwroot/fonts/');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await Promise.all(Object.entries(files).map(([name, source]) => copyFile(here(source), target + name)));
}
