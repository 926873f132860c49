import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { diagnosticsText, formatDiagnostic } from '../../../cli/terraform/diagnostics';
import type { TerraformEvent } from '../../../cli/terraform/events';
import { closeToOthers } from '../../../cli/terraform/private-files';
import type { Stack } from '../../../cli/terraform/stack';
import { apply, findTerraform, output, plan, show } from '../../../cli/terraform/terraform';
import { until } from '../../support/waiting';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'o11y-terraform-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program in the folder that stands for Terraform. */
const program = (name: string, script: string): string => {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
};

describe('findTerraform', () => {
  it('prefers terraform to tofu, and the chosen one to both', () => {
    program('tofu', '');
    expect(findTerraform({ PATH: folder })).toBe('tofu');
    program('terraform', '');
    expect(findTerraform({ PATH: folder })).toBe('terraform');
    expect(findTerraform({ PATH: folder, TERRAFORM_BINARY_NAME: 'tofu' })).toBe('tofu');
  });

  it('says what to install or to correct', () => {
    expect(() => findTerraform({ PATH: folder })).toThrow(
      'neither terraform nor tofu is on the PATH: install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install)',
    );
    expect(() => findTerraform({ PATH: folder, TERRAFORM_BINARY_NAME: 'terrafrom' })).toThrow(
      'TERRAFORM_BINARY_NAME (terrafrom) must be a program on the PATH: correct it, or unset it to use terraform or tofu',
    );
  });
});

describe('a run', () => {
  const HOOK = '{"resource":{"addr":"docker_container.loki","resource_type":"docker_container","resource_name":"loki"},"action":"create"';
  const started = `echo '{"type":"apply_start","hook":${HOOK}}}'`;
  const errored = `echo '{"type":"apply_errored","hook":${HOOK},"elapsed_seconds":1}}'`;
  const run = (
    script: string,
    listener: (event: TerraformEvent) => void = () => {},
    interruption?: { stop: AbortSignal; kill: AbortSignal },
  ) =>
    apply(
      {
        program: program('terraform', script),
        folder,
        variables: { TF_VAR_given: 'v' },
        ...(interruption === undefined ? {} : { interruption }),
      },
      listener,
    );

  it('tells its events, and gives variables', async () => {
    const events: TerraformEvent[] = [];
    const outcome = await run(`${started}\necho "$TF_VAR_given $CHECKPOINT_DISABLE $*" > called`, (event) => events.push(event)).outcome;
    expect(outcome).toEqual({ kind: 'done', diagnostics: [], text: '' });
    expect(events.map(({ kind }) => kind)).toEqual(['started']);
    expect(readFileSync(join(folder, 'called'), 'utf8')).toBe('v 1 apply -input=false -auto-approve -json -parallelism=32\n');
  });

  it('is alone in reading what it writes, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      await run('echo secret > terraform.dev.tfstate; mkdir made').outcome;
    } finally {
      process.umask(before);
    }
    const modeOf = (name: string): number => statSync(join(folder, name)).mode & 0o777;
    expect([modeOf('terraform.dev.tfstate'), modeOf('made')]).toEqual([0o600, 0o700]);
  });

  it('takes from others what was left open to them', () => {
    const stateFile = join(folder, 'terraform.dev.tfstate');
    for (const file of [stateFile, `${stateFile}.backup`]) writeFileSync(file, '', { mode: 0o644 });
    closeToOthers({ folder, stateFile } as Stack);
    for (const file of [stateFile, `${stateFile}.backup`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('goes on when the process that has started it is killed', async () => {
    const script = program('terraform', 'for i in 1 2 3 4 5; do sleep 0.2; echo "line $i" || exit 1; done; echo whole > state');
    const main = join(folder, 'main.ts');
    writeFileSync(
      main,
      `import { apply } from ${JSON.stringify(resolve('cli/terraform/terraform'))};
apply({ program: ${JSON.stringify(script)}, folder: ${JSON.stringify(folder)}, variables: {} }, ({ kind }) => kind === 'text' && process.stdout.write('said'));
`,
    );
    const parent = spawn(process.execPath, [resolve('bin/run.mjs'), main], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    await until('it has come to its end', () => existsSync(join(folder, 'state')));
  });

  it('applies a saved plan, whose changes are all known when the first starts', async () => {
    const kinds: string[] = [];
    const terraform = { program: program('terraform', `${started}; ${started}; echo "$*" > called`), folder, variables: {} };
    await apply(terraform, ({ kind }) => kinds.push(kind), '/tmp/dev.tfplan').outcome;
    expect(kinds).toEqual(['summary', 'started', 'started']);
    expect(readFileSync(join(folder, 'called'), 'utf8')).toBe('apply -input=false -json -parallelism=32 /tmp/dev.tfplan\n');
  });

  it.each([0, 2, 1])('makes a plan that ends with %d', async (status) => {
    const terraform = { program: program('terraform', `echo "$*" > called; exit ${status}`), folder, variables: {} };
    const options = { file: '/tmp/dev.tfplan', refreshOnly: true, lock: false };
    expect((await plan(terraform, options, () => {}).outcome).kind).toBe(status === 1 ? 'failed' : 'done');
    expect(readFileSync(join(folder, 'called'), 'utf8')).toBe(
      'plan -input=false -detailed-exitcode -json -parallelism=32 -lock=false -refresh-only -out=/tmp/dev.tfplan\n',
    );
  });

  it('shows a saved plan, and not what it holds when that fails', async () => {
    const terraform = (script: string) => ({ program: program('terraform', script), folder, variables: {} });
    expect(await show(terraform('echo "$*"'), '/tmp/dev.tfplan', 'json')).toBe('show -no-color -json /tmp/dev.tfplan\n');
    await expect(show(terraform('echo canary; exit 1'), '/tmp/dev.tfplan', 'text')).rejects.toThrow(
      /terraform cannot read the plan \/tmp\/dev\.tfplan: it is damaged, or was made by another program or version$/,
    );
  });

  it('keeps what it said when it fails', async () => {
    const outcome = await run('echo panic >&2; exit 3').outcome;
    expect([outcome.kind, diagnosticsText(outcome)]).toEqual(['failed', 'panic']);
  });

  it('is asked once to stop, and lets it finish; what errors then was stopped', async () => {
    const kinds: string[] = [];
    const stop = new AbortController();
    const script = `trap 'echo x >> asked' INT; ${started}; while [ ! -f asked ]; do sleep 0.05; done; ${errored}; exit 1`;
    const under = run(
      script,
      ({ kind }) => {
        kinds.push(kind);
        if (kind === 'started') {
          stop.abort();
          under.stop();
        }
      },
      { stop: stop.signal, kill: new AbortController().signal },
    );
    expect((await under.outcome).kind).toBe('interrupted');
    expect(kinds).toEqual(['started', 'stopped']);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('x\n');
  });

  it('can be killed with everything that it started', async () => {
    const [stop, kill] = [new AbortController(), new AbortController()];
    // What the child holds open ends with it, and not before.
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const ended = text(createReadStream(pipe));
    const script = `exec 3>pipe; sleep 600 & exec 3>&-; ${started}; wait`;
    const under = run(script, () => kill.abort(), { stop: stop.signal, kill: kill.signal });
    expect((await under.outcome).kind).toBe('killed');
    expect(await ended).toBe('');
  });

  it('reads an output', async () => {
    const of = (script: string) => output({ program: program('terraform', script), folder, variables: {} }, 'password');
    expect(await of('printf s3cret')).toBe('s3cret');
    expect(await of('exit 1')).toBeUndefined();
  });
});

describe('formatDiagnostic', () => {
  const error = (summary: string, detail: string, address?: string) =>
    formatDiagnostic({ severity: 'error', summary, detail, ...(address === undefined ? {} : { address }) });

  it('names the resource', () => {
    expect(error('container failed to be in healthy state', '', 'docker_container.loki')).toBe(
      'docker_container.loki: container failed to be in healthy state',
    );
  });

  it('says how to give a secret', () => {
    const detail = 'The root module input variable "redis_password" is not set, and has no default value.';
    expect(error('No value for required variable', detail)).toBe(
      'the secret redis_password has no value: export TF_VAR_redis_password=<its value>',
    );
  });

  it('explains that a local lock needs no unlocking', () => {
    const detail =
      'resource temporarily unavailable\nLock Info:\n  ID:        f1\n  Who:       ann@host\n  Created:   2026-11-21 11:20:48 +0000 UTC\n';
    expect(error('Error acquiring the state lock', detail)).toBe(
      [
        'the state is in use by another deployment (ann@host, since 2026-11-21 11:20:48 +0000 UTC): wait until it has ended, and run the command again.',
        'A local state has no lasting lock: it ends with the process that holds it, so terraform force-unlock is not needed.',
      ].join('\n'),
    );
  });

  it('says how any other lock is removed, which outlives who was killed', () => {
    const detail =
      'the state is already locked by another terraform client\nLock Info:\n  ID:        6e1ed00a\n  Who:       ann@host\n  Created:   2026-11-30 01:30:22 +0000 UTC\n';
    expect(error('Error acquiring the state lock', detail)).toBe(
      [
        'the state is in use by another deployment (ann@host, since 2026-11-30 01:30:22 +0000 UTC): wait until it has ended, and run the command again.',
        'If none is under way, one was killed, and its lock stays: terraform force-unlock 6e1ed00a, in cdktf.out/stacks/<environment>.',
      ].join('\n'),
    );
  });
});
