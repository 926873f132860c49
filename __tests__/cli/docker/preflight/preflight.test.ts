import { hostname } from 'node:os';
import type { EngineAnswer } from '../../../../cli/docker/engine';
import { diskFinding, memoryFinding } from '../../../../cli/docker/preflight/capacity';
import { engineFinding } from '../../../../cli/docker/preflight/engine';
import { dataRootFinding, engineVariables, isLocal } from '../../../../cli/docker/preflight/engine-paths';
import { nameFindings } from '../../../../cli/docker/preflight/names';
import { secretFindings } from '../../../../cli/preflight/secrets';
import { isAtLeast, nodeFinding, terraformFinding } from '../../../../cli/preflight/tools';
import { defineEnvironment } from '../../../../config/define';
import type { EnvironmentOverlay } from '../../../../config/schema/environment';
import { ownerLabels, PART_OF } from '../../../../constructs/core/labels';
import { type Platform, resolvePlatform } from '../../../../constructs/core/platform';
import { registry } from '../../../../constructs/registry';
import { dockerAddressing } from '../../../../constructs/targets/addressing';

const GIB = 1024 ** 3;

const platformOf = (overlay: EnvironmentOverlay = {}): Platform =>
  resolvePlatform(defineEnvironment('dev', overlay), registry, dockerAddressing);

describe('versions', () => {
  it.each([
    ['20.9.0', '20.9', true],
    ['20.10.1', '20.9', true],
    ['20.8.9', '20.9', false],
    ['v22', '20.9', true],
    ['1.41', '1.41', true],
    ['1.5', '1.41', false],
    ['1.12.0-beta1', '1.12', true],
  ])('%s is at least %s: %s', (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });
});

describe('the machine', () => {
  it('accepts the Node that runs this', () => {
    expect(nodeFinding()).toEqual({ check: 'node', status: 'ok', message: `Node.js ${process.versions.node}` });
  });

  it('refuses an old Node and says how to get another', () => {
    expect(nodeFinding('18.20.0', '>=20.9')).toEqual({
      check: 'node',
      status: 'failed',
      message: 'Node.js 18.20.0 is too old: 20.9 or newer is needed',
      fix: 'nvm install 22 && nvm use 22',
    });
  });

  it('says that there is no Terraform, and how to get one', async () => {
    const finding = await terraformFinding(undefined, { PATH: '/nowhere' });
    expect(finding).toEqual({
      check: 'terraform',
      status: 'failed',
      message: 'neither terraform nor tofu is on the PATH',
      fix: 'install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install)',
    });
  });

  it('does not look for another Terraform than the one that was chosen', async () => {
    const finding = await terraformFinding(undefined, { PATH: process.env['PATH'], TERRAFORM_BINARY_NAME: 'no-such-terraform' });
    expect(finding).toMatchObject({ status: 'failed', message: 'TERRAFORM_BINARY_NAME (no-such-terraform) must be a program on the PATH' });
  });
});

describe('the engine', () => {
  const silent = (answer: Omit<Extract<EngineAnswer, { engine: undefined }>, 'engine'>) =>
    engineFinding({ engine: undefined, ...answer }, undefined);
  const socket = 'unix:///var/run/docker.sock';

  it('is not there', () => {
    expect(silent({ reason: 'absent', address: socket, cause: 'ENOENT' })).toEqual({
      check: 'engine',
      status: 'failed',
      message: 'no Docker engine: /var/run/docker.sock does not exist',
      fix: 'start it: sudo systemctl restart docker, or Docker Desktop, or install it: https://docs.docker.com/engine/install',
    });
  });

  it('is somewhere else for the docker command line', () => {
    const finding = engineFinding({ engine: undefined, reason: 'absent', address: socket, cause: 'ENOENT' }, 'colima');
    expect(finding.fix).toBe(`export DOCKER_HOST="$(docker context inspect colima -f '{{.Endpoints.docker.Host}}')"`);
  });

  it('is closed to this user', () => {
    expect(silent({ reason: 'forbidden', address: socket, cause: 'EACCES' })).toEqual({
      check: 'engine',
      status: 'failed',
      message: 'no permission to use the Docker engine at unix:///var/run/docker.sock',
      fix: 'sudo usermod -aG docker "$USER", then log in again (or newgrp docker)',
    });
  });

  it('does not answer', () => {
    expect(silent({ reason: 'stopped', address: socket, cause: 'connect ECONNREFUSED' })).toMatchObject({
      message: 'the Docker engine at unix:///var/run/docker.sock does not answer: connect ECONNREFUSED',
      fix: 'start it: sudo systemctl restart docker, or Docker Desktop',
    });
  });

  it('cannot be reached where DOCKER_HOST says', () => {
    expect(silent({ reason: 'unreachable', address: 'tcp://build:2375', cause: 'no answer within 2 s' })).toEqual({
      check: 'engine',
      status: 'failed',
      message: 'DOCKER_HOST (tcp://build:2375) cannot be reached: no answer within 2 s',
      fix: 'start the engine there, correct DOCKER_HOST, or unset it for the local engine',
    });
  });
});

describe("the engine's own paths", () => {
  const here = { Name: hostname(), DockerRootDir: '/data/docker', MemTotal: GIB };

  it('are variables when they differ from the defaults', () => {
    expect(engineVariables(here, 'unix:///run/user/1000/docker.sock', {})).toEqual({
      TF_VAR_docker_data_root: '/data/docker',
      TF_VAR_docker_socket: '/run/user/1000/docker.sock',
    });
    expect(engineVariables({ ...here, DockerRootDir: '/var/lib/docker' }, 'unix:///var/run/docker.sock', {})).toEqual({});
  });

  it("are the user's when the user set them", () => {
    expect(engineVariables(here, 'unix:///var/run/docker.sock', { TF_VAR_docker_data_root: '/mine' })).toEqual({});
  });

  it('leave out the socket of this machine for an engine in a virtual machine', () => {
    const desktop = { ...here, Name: 'docker-desktop' };
    expect(isLocal(desktop, 'unix:///home/me/.docker/run/docker.sock')).toBe(false);
    expect(engineVariables(desktop, 'unix:///home/me/.docker/run/docker.sock', {})).toEqual({ TF_VAR_docker_data_root: '/data/docker' });
  });

  it('must be the ones that the user named', () => {
    expect(dataRootFinding(here, { TF_VAR_docker_data_root: '/var/lib/docker' })).toEqual({
      check: 'data root',
      status: 'failed',
      message: 'TF_VAR_docker_data_root is /var/lib/docker, but the engine keeps its data in /data/docker',
      fix: 'unset TF_VAR_docker_data_root, or export TF_VAR_docker_data_root=/data/docker',
    });
    expect(dataRootFinding(here, { TF_VAR_docker_data_root: '/data/docker/' }).status).toBe('ok');
    expect(dataRootFinding(here, {}).status).toBe('ok');
  });
});

describe('memory and disk', () => {
  const resources = { limits: { memory: '4GiB', cpu: 1 }, reservations: { memory: '1GiB', cpu: 0.1 } } as const;
  const platform = platformOf({ retention: { metrics: { size: '20GB' } } });
  const three = { ...platform, components: platform.components.slice(0, 3).map((component) => ({ ...component, resources })) };

  it('have room', () => {
    expect(memoryFinding(three, 12 * GIB)).toEqual({
      check: 'memory',
      status: 'ok',
      message: '3.0 GiB reserved and up to 12.0 GiB used of 12.0 GiB',
    });
    expect(diskFinding(three, '/data', 20 * GIB).status).toBe('ok');
  });

  it('warn when the limits go beyond what there is', () => {
    expect(memoryFinding(three, 12 * GIB - 1)).toMatchObject({
      status: 'warning',
      message: 'the components may use up to 12.0 GiB, the engine has 12.0 GiB',
      fix: 'lower resources.limits.memory of some, or give the engine more memory',
    });
  });

  it('fail when the reservations do', () => {
    expect(memoryFinding(three, 2 * GIB)).toMatchObject({
      status: 'failed',
      message: 'the components reserve 3.0 GiB, the engine has 2.0 GiB',
    });
  });

  it('warn when metrics may fill the disk, and fail when it is full', () => {
    expect(diskFinding(three, '/data', 10 * GIB)).toMatchObject({
      status: 'warning',
      message: '10.0 GiB free below /data; retention.metrics.size allows 18.6 GiB (20GB) of metrics alone',
    });
    expect(diskFinding(three, '/data', GIB - 1)).toMatchObject({
      status: 'failed',
      message: '1.0 GiB free below /data; at least 1.0 GiB is needed',
    });
  });

  it('ask nothing for metrics that are off', () => {
    const withoutMetrics = platformOf({ prometheus: { enabled: false }, exporters: { blackbox: { enabled: false } } });
    expect(diskFinding(withoutMetrics, '/data', 2 * GIB).status).toBe('ok');
  });
});

describe('secrets', () => {
  const platform = platformOf({
    exporters: { redis: [{ name: 'cache', address: 'redis://redis:6379', password: { secret: 'redis_password' } }] },
  });

  it.each([{}, { TF_VAR_redis_password: '' }])('must have a value: %j', (environment) => {
    expect(secretFindings(platform, environment)).toEqual([
      {
        check: 'secret redis_password',
        status: 'failed',
        message: 'TF_VAR_redis_password is not set: redis-exporter-cache needs it',
        fix: 'export TF_VAR_redis_password=<its value>',
      },
    ]);
  });

  it('are fine when they have one, and never shown', () => {
    const findings = secretFindings(platform, { TF_VAR_redis_password: 'hunter22' });
    expect(findings.map(({ status }) => status)).toEqual(['ok']);
    expect(JSON.stringify(findings)).not.toContain('hunter22');
  });
});

describe('names', () => {
  const wanted = { containers: ['o11y-dev-loki'], networks: ['o11y-dev-storage'] };
  const dev = { platform: 'o11y', name: 'dev' };
  const own = { [PART_OF]: 'o11y-dev' };

  it("may be this environment's own", () => {
    const existing = [
      { kind: 'container', id: 'a', name: 'o11y-dev-loki', labels: own },
      { kind: 'network', id: 'b', name: 'o11y-dev-storage', labels: ownerLabels(dev) },
      { kind: 'network', id: 'c', name: 'o11y-dev-loki', labels: {} },
    ] as const;
    expect(nameFindings(wanted, dev, new Set(), existing).map(({ status }) => status)).toEqual(['ok']);
  });

  it("are not taken from somebody else's container or network", () => {
    const existing = [
      { kind: 'container', id: 'a', name: 'o11y-dev-loki', labels: {} },
      { kind: 'network', id: 'b', name: 'o11y-dev-storage', labels: { [PART_OF]: 'shop-dev' } },
    ] as const;
    expect(nameFindings(wanted, dev, undefined, existing)).toEqual([
      {
        check: 'name o11y-dev-loki',
        status: 'failed',
        message: 'a container named o11y-dev-loki exists and does not belong to this environment',
        fix: `docker rename o11y-dev-loki o11y-dev-loki-other; or set "platform" to another name in the environment's file`,
      },
      {
        check: 'name o11y-dev-storage',
        status: 'failed',
        message: 'a network named o11y-dev-storage exists and belongs to shop-dev',
        fix: `docker network rm o11y-dev-storage; or set "platform" to another name in the environment's file`,
      },
    ]);
  });

  it('are not taken from an environment with the same prefix, whose labels say so', () => {
    const loki = { kind: 'container', id: 'a', name: 'adv-b-c-loki', labels: ownerLabels({ platform: 'adv', name: 'b-c' }) } as const;
    expect(nameFindings({ containers: [loki.name], networks: [] }, { platform: 'adv-b', name: 'c' }, new Set(['a']), [loki])).toEqual([
      {
        check: 'name adv-b-c-loki',
        status: 'failed',
        message: 'a container named adv-b-c-loki exists and belongs to the environment b-c of the platform adv',
        fix: `docker rename adv-b-c-loki adv-b-c-loki-other; or set "platform" to another name in the environment's file`,
      },
    ]);
  });

  it('of an older version are its own when the state knows them', () => {
    const owner = { platform: 'adv-b', name: 'c' };
    const names = { containers: ['adv-b-c-loki'], networks: [] };
    const loki = { kind: 'container', id: 'a', name: 'adv-b-c-loki', labels: { [PART_OF]: 'adv-b-c' } } as const;
    expect(nameFindings(names, owner, new Set(['a']), [loki])).toMatchObject([{ status: 'ok' }]);
    // Whether Terraform knows it is then for Terraform to say.
    expect(nameFindings(names, owner, undefined, [loki])).toMatchObject([{ status: 'ok' }]);
    expect(nameFindings(names, owner, new Set(), [loki])).toEqual([
      {
        check: 'name adv-b-c-loki',
        status: 'failed',
        message:
          'a container named adv-b-c-loki exists, which the state does not know and which may belong to the environment b-c of the platform adv, or to the environment c of the platform adv-b',
        fix: `if nobody else needs it: docker rm -f adv-b-c-loki; or set "platform" to another name in the environment's file`,
      },
    ]);
  });
});
