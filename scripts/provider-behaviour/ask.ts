import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './cases';
import type { Schemas } from './schema';

/** A provider as Terraform installs it. */
export interface Provider {
  readonly source: string;
  readonly version: string;
}

/** What a provider plans for a case. */
export type Answer = 'replace' | 'update' | 'none';

interface Diagnostic {
  readonly '@level': string;
  readonly diagnostic?: { readonly summary: string; readonly detail?: string; readonly address?: string };
}

interface PlanFile {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: unknown;
      readonly after: unknown;
      readonly replace_paths?: readonly (readonly unknown[])[];
    };
  }[];
}

/**
 * A folder in which Terraform plans against a state that is made up: with `-refresh=false` a provider is asked what it would do and
 * nothing else, so that neither containers nor clusters are needed. Writes to the folder and starts processes.
 */
export class Laboratory {
  constructor(
    private readonly folder: string,
    private readonly providers: Readonly<Record<string, Provider>>,
  ) {
    mkdirSync(join(folder, 'chart/templates'), { recursive: true });
    mkdirSync(join(folder, 'other/templates'), { recursive: true });
    for (const chart of ['chart', 'other'])
      writeFileSync(join(folder, chart, 'Chart.yaml'), `apiVersion: v2\nname: ${chart}\nversion: 1.0.0\n`);
    this.configure({ terraform_data: { any: {} } });
    this.terraform(['init', '-input=false', '-no-color']);
  }

  schemas(): Schemas {
    return JSON.parse(this.terraform(['providers', 'schema', '-json']).stdout) as Schemas;
  }

  /** What is planned for each case, by its place among them; the message for one that is not taken. */
  ask(cases: readonly Case[], versionOf: (type: string) => number): readonly (Answer | { readonly refused: string })[] {
    const refused = new Map<number, string>();
    for (;;) {
      const asked = cases.map((each, index) => ({ each, index })).filter(({ index }) => !refused.has(index));
      if (asked.length === 0) return cases.map((_, index) => ({ refused: refused.get(index) ?? '' }));
      this.configure(groupByType(asked));
      writeFileSync(join(this.folder, 'terraform.tfstate'), JSON.stringify(this.state(asked, versionOf)));
      const plan = this.terraform(['plan', '-input=false', '-refresh=false', '-lock=false', '-json', '-out=plan'], true);
      if (plan.status === 0) {
        const answers = this.answers(cases);
        return cases.map((_, index) => {
          const reason = refused.get(index);
          return reason === undefined ? (answers.get(index) ?? 'none') : { refused: reason };
        });
      }
      const before = refused.size;
      for (const [index, reason] of refusals(plan.stdout)) refused.set(index, reason);
      if (refused.size === before) throw new Error(`terraform plan: ${plan.stdout.slice(-4_000)}${plan.stderr}`);
    }
  }

  /** What attributes are that a configuration does not say, by type and path: scalars that a plan to create has beyond its configuration. */
  defaults(cases: readonly Case[]): ReadonlyMap<string, Readonly<Record<string, Scalar>>> {
    const refused = new Set<number>();
    rmSync(join(this.folder, 'terraform.tfstate'), { force: true });
    for (;;) {
      const asked = cases.map((each, index) => ({ each, index })).filter(({ index }) => !refused.has(index));
      this.configure(groupByType(asked));
      const plan = this.terraform(['plan', '-input=false', '-refresh=false', '-lock=false', '-json', '-out=plan'], true);
      if (plan.status === 0) break;
      const before = refused.size;
      for (const [index] of refusals(plan.stdout)) refused.add(index);
      if (refused.size === before) throw new Error(`terraform plan: ${plan.stdout.slice(-4_000)}${plan.stderr}`);
    }
    const found = new Map<string, Record<string, Scalar>>();
    for (const { address, change } of this.changes()) {
      const each = cases[indexOf(address) ?? -1];
      if (each === undefined) continue;
      const known = found.get(each.type) ?? {};
      for (const [path, value] of scalarsBeyond(change.after, each.after)) known[path] = value;
      found.set(each.type, known);
    }
    return found;
  }

  private changes(): NonNullable<PlanFile['resource_changes']> {
    return (JSON.parse(this.terraform(['show', '-json', 'plan']).stdout) as PlanFile).resource_changes ?? [];
  }

  private answers(cases: readonly Case[]): ReadonlyMap<number, Answer> {
    return new Map(
      this.changes().flatMap(({ address, change }) => {
        const index = indexOf(address);
        const each = index === undefined ? undefined : cases[index];
        if (index === undefined || each === undefined) return [];
        const replacing = (change.replace_paths ?? []).map((path) => path.filter((step) => typeof step === 'string').join('.'));
        const concerned = replacing.some(
          (path) => path === each.path || path.startsWith(`${each.path}.`) || each.path.startsWith(`${path}.`),
        );
        const top = each.path.split('.')[0] ?? '';
        const differs = JSON.stringify(valueAt(change.before, top)) !== JSON.stringify(valueAt(change.after, top));
        return [[index, concerned ? 'replace' : differs ? 'update' : 'none'] as const];
      }),
    );
  }

  private configure(resource: unknown): void {
    const own = Object.entries(this.providers).flatMap(([name, { source, version }]) =>
      source.startsWith('terraform.io/') ? [] : [[name, { source, version }] as const],
    );
    writeFileSync(
      join(this.folder, 'main.tf.json'),
      JSON.stringify({ terraform: { required_providers: Object.fromEntries(own) }, ...(resource === undefined ? {} : { resource }) }),
    );
  }

  private state(asked: readonly { readonly each: Case; readonly index: number }[], versionOf: (type: string) => number): unknown {
    return {
      version: 4,
      terraform_version: '1.5.0',
      serial: 1,
      lineage: 'made-up',
      outputs: {},
      resources: asked.map(({ each, index }) => ({
        mode: 'managed',
        type: each.type,
        name: `case_${index}`,
        provider: `provider["${addressOf(this.providers[each.type.split('_')[0] ?? '']?.source ?? '')}"]`,
        instances: [{ schema_version: versionOf(each.type), attributes: { id: 'made-up', ...stated(each) }, sensitive_attributes: [] }],
      })),
    };
  }

  private terraform(args: readonly string[], mayFail = false) {
    const result = spawnSync('terraform', args, { cwd: this.folder, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 120_000 });
    if (result.error !== undefined) throw result.error;
    if (result.status !== 0 && !mayFail) throw new Error(`terraform ${args.join(' ')}: ${result.stdout}${result.stderr}`);
    return result;
  }
}

const addressOf = (source: string): string => (source.startsWith('terraform.io/') ? source : `registry.terraform.io/${source}`);

/** Attributes of any type carry it in a state. */
const stated = ({ type, before }: Case): Readonly<Record<string, unknown>> =>
  type === 'terraform_data' ? Object.fromEntries(Object.entries(before).map(([key, value]) => [key, { value, type: 'string' }])) : before;

const valueAt = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? ((Reflect.get(value, key) as unknown) ?? null) : null;

function indexOf(address: string): number | undefined {
  const match = /\.case_(\d+)$/.exec(address);
  return match === null ? undefined : Number(match[1]);
}

function groupByType(asked: readonly { readonly each: Case; readonly index: number }[]): unknown {
  const types = [...new Set(asked.map(({ each }) => each.type))];
  return Object.fromEntries(
    types.map((type) => [
      type,
      Object.fromEntries(asked.flatMap(({ each, index }) => (each.type === type ? [[`case_${index}`, each.after]] : []))),
    ]),
  );
}

/** The cases that Terraform or a provider refuses, with the reason. */
function refusals(output: string): readonly (readonly [number, string])[] {
  return output.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const { '@level': level, diagnostic } = JSON.parse(line) as Diagnostic;
    if (level !== 'error' || diagnostic === undefined) return [];
    const index = indexOf(diagnostic.address ?? '');
    return index === undefined ? [] : [[index, `${diagnostic.summary}: ${diagnostic.detail ?? ''}`] as const];
  });
}

type Scalar = string | number | boolean;

/** Scalars of a planned value that its configuration does not say, by path. */
function scalarsBeyond(planned: unknown, said: unknown, path = ''): readonly (readonly [string, Scalar])[] {
  if (typeof planned === 'string' || typeof planned === 'number' || typeof planned === 'boolean')
    return said === undefined ? [[path, planned]] : [];
  if (typeof planned !== 'object' || planned === null) return [];
  // Each block is there once at most.
  if (Array.isArray(planned)) return Array.isArray(said) ? scalarsBeyond(planned[0], said[0], path) : [];
  if (path !== '' && said === undefined) return [];
  return Object.entries(planned).flatMap(([key, value]) => {
    const inner: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, key) : undefined;
    return scalarsBeyond(value, inner, path === '' ? key : `${path}.${key}`);
  });
}
