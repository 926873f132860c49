import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Takes the picture of the README: the report of an environment down to its pipelines, in headless Chromium.
 *
 *   node scripts/screenshot.mjs [environment] [picture]
 *
 * The browser is not a dependency: `apt-get install chromium` brings it to Debian, CHROMIUM names another one.
 */
const [environment = 'dev', picture = 'docs/images/report.png'] = process.argv.slice(2);
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const WIDTH = 1280;

const folder = mkdtempSync(join(tmpdir(), 'o11y-screenshot-'));
try {
  const report = join(folder, 'report.html');
  execFileSync(process.execPath, ['bin/o11y.mjs', 'report', environment, '--output', report], { stdio: ['ignore', 'ignore', 'inherit'] });
  await takePicture(report);
  console.log(picture);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} report path of the page */
async function takePicture(report) {
  // Chromium's sandbox refuses root, as which containers and CI run.
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 }, deviceScaleFactor: 1.5, colorScheme: 'light' });
    await page.goto(pathToFileURL(report).href);
    const end = await page.locator(`#${environment}-pipeline`).boundingBox();
    if (end === null) throw new Error(`${report} shows no pipeline of ${environment}`);
    mkdirSync(dirname(picture), { recursive: true });
    const clip = { x: 0, y: 0, width: WIDTH, height: Math.ceil(end.y + end.height + 24) };
    await page.screenshot({ path: picture, fullPage: true, clip });
  } finally {
    await browser.close();
  }
}
