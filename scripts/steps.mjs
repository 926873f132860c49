import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} Step
 * @property {string} name what it makes sure of
 * @property {readonly [string, ...string[]]} command a program, by its name in node_modules/.bin, and its arguments
 */

/** @type {(step: Step) => Promise<{ output: string, passed: boolean, seconds: number }>} */
const run = ({ command: [program, ...args] }) =>
  new Promise((resolve) => {
    const started = performance.now();
    const path = [join(process.cwd(), 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
    const colour = process.stdout.isTTY === true ? { FORCE_COLOR: '1' } : {};
    const child = spawn(program, args, { env: { ...process.env, ...colour, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const chunks = [];
    const end = (/** @type {boolean} */ passed) =>
      resolve({ output: Buffer.concat(chunks).toString(), passed, seconds: (performance.now() - started) / 1000 });
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });

/**
 * Runs steps, some at once, each to its end. A line per step, and the whole output of one that failed.
 * @param {readonly Step[]} steps
 * @param {number} [atOnce]
 * @returns {Promise<boolean>} whether all passed
 */
export async function runSteps(steps, atOnce = 2) {
  const waiting = [...steps];
  let passed = true;
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await run(step);
      passed &&= result.passed;
      console.log(`${result.passed ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(24)} ${result.seconds.toFixed(1)} s`);
      if (!result.passed) console.log(`\n$ ${step.command.join(' ')}\n${result.output.trimEnd()}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return passed;
}
