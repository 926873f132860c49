import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { mebibytes } from '../../config/units';
import { images } from '../../config/versions';
import { Alertmanager } from '../../constructs/alertmanager';
import { textOf } from '../../constructs/core/native';
import { ContainerLogIndex } from '../../constructs/discovery/container-log-index';
import { DockerSocketProxy } from '../../constructs/discovery/socket-proxy';
import { BlackboxExporter } from '../../constructs/exporters/blackbox';
import { Cadvisor } from '../../constructs/exporters/cadvisor';
import { NodeExporter } from '../../constructs/exporters/node';
import { PostgresExporter } from '../../constructs/exporters/postgres';
import { RedisExporter } from '../../constructs/exporters/redis';
import { Grafana } from '../../constructs/grafana';
import { Jaeger } from '../../constructs/jaeger';
import { Loki } from '../../constructs/loki';
import { OtelCollector } from '../../constructs/otel-collector';
import { OtelCollectorAgent } from '../../constructs/otel-collector/agent';
import { Prometheus } from '../../constructs/prometheus';
import { registry } from '../../constructs/registry';
import { DockerTarget } from '../../constructs/targets/docker';
import { Tempo } from '../../constructs/tempo';
import { fullOverlay } from '../support/full-overlays';
import { planOf, platformOf } from '../support/platform';
import { type ContainerResource, type StackJson, synthPlain, synthStack } from '../support/synth';

const everything: EnvironmentOverlay = { ...fullOverlay, traces: { backend: 'tempo' } };
const stack = synthStack(everything);
const platform = platformOf(everything);
const entries = Object.entries(stack.resource.docker_container);
const components = entries.filter(([name]) => !name.endsWith('-volume-owner'));
const containerOf = (json: StackJson, name: string): ContainerResource => {
  const container = json.resource.docker_container[name];
  if (container === undefined) throw new Error(`no container ${name}`);
  return container;
};
const labelsOf = (container: ContainerResource) => Object.fromEntries(container.labels.map(({ label, value }) => [label, value]));

describe('the containers of a stack', () => {
  it('are those of its components, named after platform and environment', () => {
    expect(components.map(([name]) => name).sort()).toEqual(platform.components.map(({ name }) => name).sort());
    for (const [name, container] of entries) expect(container.name).toBe(`shop-dev-${name}`);
  });
});

describe.each(entries)('the container of %s', (name, container) => {
  it('is hardened', () => {
    expect(container.security_opts).toContain('no-new-privileges:true');
    expect(container.capabilities.drop).toEqual(['ALL']);
    const allowed: Readonly<Record<string, readonly string[]>> = {
      cadvisor: ['CAP_DAC_READ_SEARCH', 'CAP_SYS_PTRACE'],
      'otel-collector-agent': ['CAP_DAC_READ_SEARCH'],
      'otel-collector-volume-owner': ['CAP_CHOWN'],
      'tempo-volume-owner': ['CAP_CHOWN'],
    };
    expect(container.capabilities.add).toEqual(allowed[name]);
    expect(JSON.stringify(container)).not.toContain('privileged":true');
  });

  it('has no swap, and limits that reservations fit', () => {
    expect(container.memory).toBeGreaterThanOrEqual(6);
    expect(container.memory_swap).toBe(container.memory);
    expect(container.memory_reservation ?? 0).toBeLessThanOrEqual(container.memory);
  });

  it('rotates its log', () => {
    expect(container.log_driver).toBe('json-file');
    expect(Object.keys(container.log_opts).sort()).toEqual(['max-file', 'max-size']);
  });

  it('has a root that cannot be written to, exactly when nothing is copied into it', () => {
    expect(container.read_only ?? false).toBe((container.upload ?? []).length === 0);
  });

  it('publishes on the loopback address alone', () => {
    for (const { ip } of container.ports ?? []) expect(ip).toBe('127.0.0.1');
  });

  it('sees the host only to read it', () => {
    for (const mount of container.mounts ?? []) if (mount.type === 'bind') expect(mount.read_only).toBe(true);
  });
});

describe.each(components)('the container of %s', (name, container) => {
  const plan = platform.components.find((component) => component.name === name);

  it('is limited as the configuration says', () => {
    const { limits, reservations } = planOf(platform, name).resources;
    expect(container.memory).toBe(mebibytes(limits.memory));
    expect(container.memory_reservation).toBe(mebibytes(reservations.memory));
    expect(Number(container.cpus)).toBe(limits.cpu);
    expect(container.cpu_shares).toBe(Math.round(reservations.cpu * 1024));
    expect(container.restart).toBe('unless-stopped');
  });

  it('says by its labels what it is, and is replaced when its health check or what it mounts changes', () => {
    const labels = labelsOf(container);
    expect(labels).toMatchObject({ 'app.kubernetes.io/part-of': 'shop-dev', service: name, tier: 'platform', version: plan?.image.tag });
    expect(labels['observability-stacks.dev/health-check']).toEqual(
      container.healthcheck === undefined ? undefined : expect.stringMatching(/^[0-9a-f]{12}$/),
    );
    expect(container.healthcheck !== undefined).toBe(plan?.healthCheck !== undefined);
    expect(labels['observability-stacks.dev/mounts']).toEqual(
      (container.mounts ?? []).length === 0 ? undefined : expect.stringMatching(/^[0-9a-f]{12}$/),
    );
  });

  it('is on a network for every zone, under its names where it listens, and under none where it only calls', () => {
    const listens = planOf(platform, name).endpoints.flatMap(({ zones, publishedPort }): readonly string[] =>
      publishedPort === undefined ? zones : [...zones, 'access'],
    );
    for (const { name: network, aliases } of container.networks_advanced ?? []) {
      const zone = network.replace('shop-dev-', '');
      expect([zone, aliases]).toEqual([zone, listens.includes(zone) ? [name, `${name}.${zone}`] : []]);
      expect(stack.resource.docker_network[zone]?.name).toBe(network);
    }
  });
});

describe('the networks', () => {
  it('of stores and of the engine have no way out', () => {
    const internal = Object.fromEntries(Object.entries(stack.resource.docker_network).map(([zone, network]) => [zone, network.internal]));
    expect(internal).toEqual({ access: false, control: true, inspection: true, services: false, storage: true });
  });
});

describe('the health check in a label', () => {
  it('differs between checks, and is the same for the same check', () => {
    const hashes = components.flatMap(([, container]) => {
      const hash = labelsOf(container)['observability-stacks.dev/health-check'];
      return hash === undefined ? [] : [[JSON.stringify(container.healthcheck), hash] as const];
    });
    expect(new Set(hashes.map(([, hash]) => hash)).size).toBe(new Set(hashes.map(([check]) => check)).size);
    expect(hashes.length).toBeGreaterThan(5);
  });
});

describe('what is mounted, in a label', () => {
  it('differs between components, and does not tell apart platforms or machines', () => {
    const hashesOf = (one: ReturnType<typeof synthStack>): readonly (string | undefined)[] =>
      Object.values(one.resource.docker_container).map((container) => labelsOf(container)['observability-stacks.dev/mounts']);
    expect(new Set(hashesOf(stack).filter((hash) => hash !== undefined)).size).toBeGreaterThan(4);
    expect(hashesOf(synthStack({ platform: 'other' }))).toEqual(hashesOf(synthStack()));
  });
});

describe('ports of the host', () => {
  it('are those of the configuration', () => {
    const stackOf = synthStack({ grafana: { port: 4001 }, target: { kind: 'docker', publishedAddress: '10.0.0.5' } });
    expect(containerOf(stackOf, 'grafana').ports).toEqual([{ internal: 3000, external: 4001, ip: '10.0.0.5', protocol: 'tcp' }]);
  });
});

describe('log rotation', () => {
  it('is 10 MB and three files, or what the configuration says', () => {
    expect(containerOf(stack, 'loki').log_opts).toEqual({ 'max-size': '10000000', 'max-file': '3' });
    const other = synthStack({ target: { kind: 'docker', logRotation: { maxSize: '1MiB', maxFiles: 5 } } });
    expect(containerOf(other, 'loki').log_opts).toEqual({ 'max-size': '1048576', 'max-file': '5' });
  });
});

describe('images', () => {
  it('are those of config/versions.ts, and stay on the host when the stack goes', () => {
    const known = Object.values(images).map(({ repository, tag }) => `${repository}:${tag}`);
    for (const image of Object.values(stack.resource.docker_image)) {
      expect(known).toContain(image.name);
      expect(image.keep_locally).toBe(true);
    }
  });
});

describe('files', () => {
  it('reach their containers as Terraform reads them: every one, and escaped', () => {
    for (const plan of platform.components) {
      const uploads = (containerOf(stack, plan.name).upload ?? []).filter(({ file }) => plan.files.some(({ path }) => path === file));
      // Two sigils before a brace are what Terraform reads as one.
      const read = uploads.map(({ file, content }) => ({
        path: file,
        content: content.replaceAll(/\$\$(?=\{)|%%(?=\{)/g, (sigils) => sigils.slice(1)),
      }));
      expect(read).toEqual(plan.files.map((file) => ({ path: file.path, content: textOf(file) })));
      for (const { content } of uploads) expect(content).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
    }
  });
});

/** Every construct, with the containers that it makes of the full overlay. */
const CONSTRUCTS: readonly (readonly [string, new (scope: Construct) => Construct, EnvironmentOverlay, readonly string[]])[] = [
  ['Prometheus', Prometheus, {}, ['prometheus']],
  ['Alertmanager', Alertmanager, {}, ['alertmanager']],
  ['Grafana', Grafana, {}, ['grafana']],
  ['Loki', Loki, {}, ['loki']],
  ['Tempo', Tempo, {}, ['tempo', 'tempo-volume-owner']],
  ['Jaeger', Jaeger, { traces: { backend: 'jaeger' } }, ['jaeger']],
  ['OtelCollector', OtelCollector, {}, ['otel-collector', 'otel-collector-volume-owner']],
  ['OtelCollectorAgent', OtelCollectorAgent, {}, ['otel-collector-agent']],
  ['ContainerLogIndex', ContainerLogIndex, {}, ['container-log-index']],
  ['DockerSocketProxy', DockerSocketProxy, {}, ['docker-socket-proxy']],
  ['NodeExporter', NodeExporter, {}, ['node-exporter']],
  ['Cadvisor', Cadvisor, {}, ['cadvisor']],
  ['BlackboxExporter', BlackboxExporter, {}, ['blackbox-exporter']],
  ['RedisExporter', RedisExporter, {}, ['redis-exporter-cache', 'redis-exporter-queue']],
  ['PostgresExporter', PostgresExporter, {}, ['postgres-exporter-main']],
];

describe.each(CONSTRUCTS)('new %s in a stack of somebody else', (_, Product, overlay, containers) => {
  it('deploys its components, and nothing else', () => {
    const plain = synthPlain((scope) => {
      new DockerTarget(scope, 'target', { config: defineEnvironment('dev', { ...everything, ...overlay }), definitions: registry });
      new Product(scope);
    });
    expect(Object.keys(plain.resource.docker_container).sort()).toEqual([...containers].sort());
  });
});

describe('a target', () => {
  const config = defineEnvironment('dev', everything);

  it('is found below the stack that has it, however deep', () => {
    const plain = synthPlain((scope) => {
      new DockerTarget(scope, 'target', { config, definitions: registry });
      new Loki(new Construct(new Construct(scope, 'a'), 'b'));
    });
    expect(Object.keys(plain.resource.docker_container)).toEqual(['loki']);
  });

  it('with one product alone renders it without the others', () => {
    const plain = synthPlain((scope) => {
      const alone = registry.filter(({ product }) => product === 'prometheus');
      new DockerTarget(scope, 'target', { config, definitions: alone });
      new Prometheus(scope);
      new Loki(scope);
    });
    expect(Object.keys(plain.resource.docker_container)).toEqual(['prometheus']);
    expect(JSON.stringify(plain)).not.toContain('loki:3100');
  });

  it('that is missing is said, with the fix', () => {
    const scope = new TerraformStack(new App({ outdir: '/nonexistent' }), 'plain');
    expect(() => new Loki(scope)).toThrow(
      new Error("plain/loki: no deployment target in its scope: create one first, such as new DockerTarget(stack, 'target', …)"),
    );
  });

  it('for Docker refuses the environment of a cluster', () => {
    expect(() =>
      synthPlain((scope) => {
        const cluster = defineEnvironment('prod', { target: { kind: 'kubernetes' } });
        new DockerTarget(scope, 'target', { config: cluster, definitions: registry });
      }),
    ).toThrow('target.kind (kubernetes) must be "docker" for a DockerTarget');
  });
});

describe('text from the configuration', () => {
  it('never becomes an expression of Terraform', () => {
    const hostile = fc.constantFrom('${path.cwd}', '%{if true}x%{endif}', '$${x}', '%%{x}', '${1}', '$1');
    fc.assert(
      fc.property(hostile, (text) => {
        const json = synthPlain((scope) => {
          const target = new DockerTarget(scope, 'target', { config: platform.config, definitions: registry });
          target.deploy(scope, {
            ...planOf(platform, 'loki'),
            args: [text],
            entrypoint: [text],
            environment: { TEXT: text },
            files: [{ path: '/file', content: text }],
            healthCheck: { command: [text] },
          });
        });
        const { command, entrypoint, env, upload, healthcheck } = containerOf(json, 'loki');
        const escaped = text.replaceAll(/[$%](?=\{)/g, (sigil) => sigil + sigil);
        expect([command, entrypoint, env, upload?.[0]?.content, healthcheck]).toEqual([
          [escaped],
          [escaped],
          [`TEXT=${escaped}`],
          escaped,
          expect.objectContaining({ test: ['CMD', escaped] }),
        ]);
      }),
      { numRuns: 8 },
    );
  });
});
