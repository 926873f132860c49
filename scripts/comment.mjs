import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { marked } from 'marked';

/** What is in the pull request of the picture, in config/environments/prod.ts: what is there, and what is put in its place. */
const EDITS = [
  ["traces: '7d'", "traces: '3d'"],
  ["limits: { memory: '2GiB', cpu: 1 }", "limits: { memory: '3GiB', cpu: 1 }"],
];

/**
 * Writes the comment on a small pull request as a page that looks like GitHub's. The pull request is made in a copy of this repository, so
 * that the picture is the same whatever the state of the working tree's own history.
 *
 * @param {string} folder for the copy
 * @param {string} page where to write it
 */
export function writeComment(folder, page) {
  const project = join(folder, 'observability');
  mkdirSync(project);
  const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').slice(0, -1);
  for (const name of tracked.filter((path) => existsSync(path))) cpSync(name, join(project, name));
  mkdirSync(join(project, 'node_modules'));
  for (const name of readdirSync('node_modules')) {
    if (name !== '.cache') symlinkSync(resolve('node_modules', name), join(project, 'node_modules', name));
  }
  writeFileSync(join(project, '.gitignore'), 'node_modules/\ncdktf.out/\n');
  commit(project, 'The platform', ['init', '--quiet', '--initial-branch', 'main']);
  const file = join(project, 'config/environments/prod.ts');
  const edited = EDITS.reduce(
    (text, [before = '', after = '']) => {
      if (!text.includes(before)) throw new Error(`${file} has no ${before}: edit EDITS in scripts/comment.mjs`);
      return text.replace(before, after);
    },
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, edited);
  commit(project, 'Keep traces for three days', ['checkout', '--quiet', '-b', 'shorter-traces']);
  const o11y = resolve('bin/o11y.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [o11y, 'plan', '--base', 'main', '--format', 'markdown'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  // Commits carry the time at which they were made: their names are none of the picture's business. Not every machine has a font of emoji.
  const text = stdout
    .replace(/ \([0-9a-f]{7}\)/g, '')
    .replace(/[🔴🟠🟡⛔❌]/gu, (sign) => `<span style="color: ${COLOURS[sign] ?? '#d1242f'}">●</span>`);
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><article>${marked.parse(text, { async: false, gfm: true })}</article>`,
  );
}

/** @type {(project: string, message: string, first: readonly string[]) => void} */
function commit(project, message, first) {
  const identity = ['-c', 'user.name=o11y', '-c', 'user.email=o11y@example.com', '-c', 'commit.gpgsign=false'];
  for (const args of [first, ['add', '--all'], [...identity, 'commit', '--quiet', '--message', message]]) {
    execFileSync('git', [...args], { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** @type {Readonly<Record<string, string>>} */
const COLOURS = { '🟠': '#bc4c00', '🟡': '#bf8700' };

/** GitHub's look, as far as the comment needs it. */
const STYLE = `
body { margin: 0; padding: 16px; background: #fff; }
article { box-sizing: border-box; width: 900px; padding: 16px 20px; border: 1px solid #d1d9e0; border-radius: 6px; color: #1f2328;
  font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif, "Noto Color Emoji"; }
h3 { margin: 0 0 16px; font-size: 1.25em; font-weight: 600; line-height: 1.25; }
p, ul, table, details { margin: 0 0 16px; }
article > :last-child, details > :last-child { margin-bottom: 0; }
ul { padding-left: 2em; } li ul { margin: 0; } li + li { margin-top: .25em; }
code { padding: .2em .4em; border-radius: 6px; background: #818b981f; font: 85% ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
table { display: block; width: max-content; max-width: 100%; border-collapse: collapse; overflow: auto; }
th, td { padding: 6px 13px; border: 1px solid #d1d9e0; text-align: left; } th { font-weight: 600; }
tr { background: #fff; border-top: 1px solid #d1d9e0; } tbody tr:nth-child(2n) { background: #f6f8fa; }
summary { cursor: pointer; } details[open] > summary { margin-bottom: 12px; } details details { margin-left: 18px; }
`;
