import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { writeComment } from './comment.mjs';

/**
 * Takes the pictures of the documentation, in headless Chromium: the report of an environment down to its pipelines, and the comment on a
 * pull request that shortens what production keeps.
 *
 *   node scripts/screenshot.mjs [report|plan] …     both when none is named
 *
 * The browser is not a dependency: `apt-get install chromium` brings it to Debian, CHROMIUM names another one.
 */
const PICTURES = {
  report: { file: 'docs/images/report.png', width: 1280, take: takeReport },
  plan: { file: 'docs/images/plan.png', width: 980, take: takePlan },
};
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const names = process.argv.slice(2);

const folder = mkdtempSync(join(tmpdir(), 'o11y-screenshot-'));
// Chromium's sandbox refuses root, as which containers and CI run.
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
try {
  for (const [name, { file, width, take }] of Object.entries(PICTURES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    mkdirSync(dirname(file), { recursive: true });
    const page = await browser.newPage({ viewport: { width, height: 800 }, deviceScaleFactor: 1.5, colorScheme: 'light' });
    await take(page, file, width);
    console.log(file);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** @type {(page: import('playwright-core').Page, picture: string, width: number) => Promise<void>} */
async function takeReport(page, picture, width) {
  const report = join(folder, 'report.html');
  execFileSync(process.execPath, ['bin/o11y.mjs', 'report', 'dev', '--output', report], { stdio: ['ignore', 'ignore', 'inherit'] });
  await page.goto(pathToFileURL(report).href);
  const end = await page.locator('#dev-pipeline').boundingBox();
  if (end === null) throw new Error(`${report} shows no pipeline of dev`);
  const clip = { x: 0, y: 0, width, height: Math.ceil(end.y + end.height + 24) };
  await page.screenshot({ path: picture, fullPage: true, clip });
}

/** @type {(page: import('playwright-core').Page, picture: string) => Promise<void>} */
async function takePlan(page, picture) {
  const comment = join(folder, 'comment.html');
  writeComment(folder, comment);
  await page.goto(pathToFileURL(comment).href);
  // What is folded is shown down to the files: a picture cannot be unfolded.
  await page.locator('details').evaluateAll((all) => {
    for (const details of all) if (!/Files|Helm|Cost/.test(details.firstElementChild?.textContent ?? '')) details.setAttribute('open', '');
  });
  await page.locator('article').screenshot({ path: picture });
}
