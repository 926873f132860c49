import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from '@babel/parser';

/**
 * Which way imports point: a room may use those of the layers before it, and, where its layer has `peers`, the other rooms of its own layer.
 * @type {readonly { rooms: readonly string[], peers?: boolean }[]}
 */
export const LAYERS = [
  { rooms: ['config'] },
  { rooms: ['alert-rules', 'dashboards'], peers: true },
  { rooms: ['constructs'] },
  { rooms: ['stacks', 'cost', 'plan', 'tuning'], peers: true },
  { rooms: ['cli/terminal'] },
  { rooms: ['cli/terraform'] },
  { rooms: ['cli/preflight', 'cli/target'], peers: true },
  { rooms: ['cli/docker', 'cli/kubernetes'] },
  { rooms: ['cli/plan', 'cli/verify', 'cli/usage', 'cli/tune', 'cli/cost', 'cli/report', 'cli/render', 'cli/drift'], peers: true },
  { rooms: ['cli/commands'] },
  { rooms: ['cli/program.ts', 'cli/main.ts', 'main.ts'], peers: true },
];

/** What of layers with peers may not be used all the same: pure functions see neither a stack nor each other's callers. */
const FORBIDDEN = [
  { from: /^(cost|plan|tuning)\//, to: /^stacks\//, why: 'plans, costs and proposals are made of plain platforms' },
  { from: /^stacks\//, to: /^(cost|plan|tuning)\//, why: 'a stack makes resources, and judges nothing' },
];

/** Which files may use a package, by the start of its name. */
const PACKAGES = [
  {
    name: /^@cdktf\/provider-[a-z]+$/,
    allowed: /^$/,
    why: 'the barrel loads every resource of the provider: import @cdktf/provider-…/lib/<resource>',
  },
  {
    name: /^@cdktf\/provider-/,
    allowed: /^(constructs\/targets\/|stacks\/environment-stack\.ts|__tests__\/|examples\/)/,
    why: 'only constructs/targets and stacks/environment-stack.ts know a Terraform provider',
  },
  {
    name: /^(cdktf|constructs)(\/|$)/,
    allowed: /^(constructs\/(?!.*\/render[^/]*$)|stacks\/|main\.ts|scripts\/|__tests__\/|examples\/)/,
    why: 'plain data until the last step: only constructs, targets and stacks see cdktf',
  },
  { name: /^node:/, allowed: /^(?!(cost|plan|tuning)\/)/, why: 'pure: files, processes and clocks are the command line’s' },
];

const layerOf = (/** @type {string} */ file) => {
  for (const [level, { rooms, peers = false }] of LAYERS.entries()) {
    const room = rooms.find((name) => file === name || file.startsWith(`${name}/`));
    if (room !== undefined) return { level, room, peers };
  }
  return undefined;
};

/**
 * The modules that a file names, types and `import()` included.
 * @type {(text: string) => string[]}
 */
export function specifiersOf(text) {
  const { program } = parse(text, { sourceType: 'module', plugins: ['typescript'], createImportExpressions: true });
  /** @type {string[]} */
  const found = [];
  const visit = (/** @type {any} */ node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== 'object' || typeof node.type !== 'string') return;
    const source = node.type === 'TSImportType' ? (node.argument?.literal ?? node.argument) : node.source;
    if (source?.type === 'StringLiteral') found.push(source.value);
    for (const [key, value] of Object.entries(node)) if (key !== 'loc' && !key.endsWith('Comments')) visit(value);
  };
  visit(program);
  return found;
}

/**
 * What is wrong with the imports of files, one line each.
 * @type {(texts: ReadonlyMap<string, string>) => string[]}
 */
export function importProblems(texts) {
  /** @type {string[]} */
  const problems = [];
  /** @type {Map<string, Set<string>>} */
  const files = new Map();
  /** @type {Map<string, Set<string>>} */
  const rooms = new Map();
  for (const [file, text] of texts) {
    const targets = new Set();
    files.set(file, targets);
    for (const name of specifiersOf(text)) {
      if (!name.startsWith('.')) {
        const rule = PACKAGES.find((known) => known.name.test(name) && !known.allowed.test(file));
        if (rule !== undefined) problems.push(`${file} imports ${name}: ${rule.why}`);
        continue;
      }
      const path = normalize(join(dirname(file), name));
      const target = [path, `${path}.ts`, `${path}/index.ts`].find((candidate) => texts.has(candidate));
      if (target === undefined) continue;
      targets.add(target);
      problems.push(...directionProblems(file, target, rooms));
    }
  }
  for (const circle of circlesOf(files)) problems.push(`a circle of files: ${circle.join(' → ')}`);
  for (const circle of circlesOf(rooms)) problems.push(`a circle of rooms: ${circle.join(' → ')}`);
  return [...new Set(problems)].sort();
}

/** @type {(file: string, target: string, rooms: Map<string, Set<string>>) => string[]} */
function directionProblems(file, target, rooms) {
  const [from, to] = [layerOf(file), layerOf(target)];
  if (from === undefined) return [];
  if (to === undefined) return target.startsWith('__tests__/') ? [`${file} imports ${target}: product code does not import tests`] : [];
  if (from.room === to.room) return [];
  rooms.set(from.room, (rooms.get(from.room) ?? new Set()).add(to.room));
  const forbidden = FORBIDDEN.find((rule) => rule.from.test(file) && rule.to.test(target));
  if (forbidden !== undefined) return [`${file} imports ${target}: ${forbidden.why}`];
  if (to.level < from.level || (to.level === from.level && from.peers)) return [];
  return [`${file} imports ${target}: ${to.room} ${to.level === from.level ? 'knows nothing of' : 'comes after'} ${from.room}`];
}

/**
 * One circle of each set of nodes that reach each other.
 * @type {(graph: ReadonlyMap<string, ReadonlySet<string>>) => string[][]}
 */
function circlesOf(graph) {
  /** @type {string[][]} */
  const circles = [];
  /** @type {Map<string, 'open' | 'done'>} */
  const state = new Map();
  /** @type {string[]} */
  const path = [];
  const visit = (/** @type {string} */ node) => {
    state.set(node, 'open');
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      if (state.get(next) === 'open') circles.push([...path.slice(path.indexOf(next)), next]);
      else if (!state.has(next)) visit(next);
    }
    path.pop();
    state.set(node, 'done');
  };
  for (const node of graph.keys()) if (!state.has(node)) visit(node);
  return circles;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const texts = new Map(listed.filter((file) => existsSync(file)).map((file) => [file, readFileSync(file, 'utf8')]));
  const problems = importProblems(texts);
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
