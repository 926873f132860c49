import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourceChanges } from '../../plan/resources';
import { edits } from '../plan/edits';
import { BASE, edited, SECRETS } from '../plan/edits/edit';
import { sideOf } from '../plan/edits/sides';
import { describeWithEngine } from '../support/e2e/engine';
import { E2eProject, run } from '../support/e2e/project';

/** Terraform's plan for a stack, as much as is compared. */
interface PlanFile {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly previous_address?: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

type Verdicts = Readonly<Record<string, string>>;

/** Plans that run beside each other: each waits for the engine most of its time. */
const PARALLEL = 4;

const VERDICTS: Readonly<Record<string, string>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  'delete create': 'replace',
  'create delete': 'replace',
};

/** The offline plan against Terraform's own, on a platform that is really deployed. It is its own platform, beside that of the others. */
describeWithEngine('the offline plan', () => {
  let project: E2eProject;
  const base = sideOf(BASE);

  beforeAll(async () => {
    project = await E2eProject.create(BASE, Object.fromEntries(SECRETS.map((name) => [name, `${name}-canary`])));
    await project.o11y(['deploy', 'dev'], 0);
    expect(await project.planStatus()).toBe(0);
  });

  afterAll(async () => {
    await project.o11y(['destroy', 'dev', '--yes']);
    await project.o11y(['purge', 'dev', '--yes']);
    project.remove();
  });

  /** What Terraform plans for a stack over what is deployed; it is planned in a folder of its own. */
  async function terraformPlans(folder: string, stack: unknown): Promise<Verdicts> {
    const { cwd: deployed, ...options } = project.stackOptions(0);
    const cwd = join(deployed, '..', folder);
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'cdk.tf.json'), JSON.stringify(stack));
    symlinkSync(join(deployed, '.terraform'), join(cwd, '.terraform'));
    copyFileSync(join(deployed, '.terraform.lock.hcl'), join(cwd, '.terraform.lock.hcl'));
    // What is deployed was just compared with its stack, and reading it again takes seconds for each edit.
    await run('terraform', ['plan', '-input=false', '-lock=false', '-refresh=false', '-out=plan'], { ...options, cwd });
    const { stdout } = await run('terraform', ['show', '-json', 'plan'], { ...options, cwd });
    const { resource_changes: changes = [] } = JSON.parse(stdout) as PlanFile;
    const verdicts = changes.flatMap(({ address, previous_address: previous, change: { actions } }) => {
      const verdict = VERDICTS[actions.join(' ')] ?? (previous === undefined ? undefined : 'move');
      return verdict === undefined ? [] : [[address, verdict] as const];
    });
    return Object.fromEntries(verdicts);
  }

  test('says of every resource what Terraform says, for every edit', async () => {
    const stacks = edits.map(({ title, overlay }) => ({ title, head: sideOf(edited(overlay)) }));
    const results: { title: string; offline: Verdicts; terraform: Verdicts }[] = [];
    const waiting = [...stacks.entries()];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, { title, head }] = next;
        const offline = Object.fromEntries(resourceChanges(base, head).map(({ address, action }) => [address, action]));
        results.push({ title, offline, terraform: await terraformPlans(`edit-${index}`, head.stack) });
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    expect(results.length).toBeGreaterThanOrEqual(40);
    const sorted = (verdicts: Verdicts): Verdicts =>
      Object.fromEntries(Object.entries(verdicts).sort(([one], [other]) => (one < other ? -1 : 1)));
    expect(results.map(({ title, offline }) => [title, sorted(offline)])).toEqual(
      results.map(({ title, terraform }) => [title, sorted(terraform)]),
    );
    expect(await project.planStatus()).toBe(0);
  });
});
