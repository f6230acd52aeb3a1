// Builds the console's script and style sheet: `node build.mjs OUTPUT-FOLDER`.
// Of Tabler only the rules whose class names stand in our pages or scripts are kept, in a cascade layer below our own.
import { build } from 'esbuild';
import { PurgeCSS } from 'purgecss';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const out = resolve(process.argv[2] ?? 'dist');
const here = import.meta.dirname;

/** Every file under `folder` whose name ends in `ending`. */
function filesUnder(folder, ending) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => join(entry.parentPath, entry.name));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const content = [...filesUnder(join(here, '..', 'Pages'), '.cshtml'), ...filesUnder(join(here, 'src'), '.ts')];
const [tabler] = await new PurgeCSS().purge({
  content,
  css: [join(here, 'node_modules/@tabler/core/dist/css/tabler.css')],
  variables: true,
  keyframes: true,
  fontFace: true,
});
const tablerFile = join(out, 'tabler.kept.css');
writeFileSync(tablerFile, tabler.css);

await build({
  absWorkingDir: here,
  entryPoints: { app: 'src/main.ts', style: 'css/main.css' },
  outdir: out,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome123', 'firefox120', 'safari17.5'],
  loader: { '.woff2': 'file' },
  assetNames: '[name]',
  alias: { 'tabler-kept': tablerFile },
  legalComments: 'external',
  logLevel: 'warning',
});
rmSync(tablerFile);
