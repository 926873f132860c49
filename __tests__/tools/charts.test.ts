import { dump } from 'js-yaml';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { COMPONENT } from '../../constructs/core/labels';
import type { Platform } from '../../constructs/core/platform';
import type { Release } from '../../constructs/core/release';
import { clusterPlatformOf } from '../support/cluster-platform';
import { kubernetesVariants } from '../support/kubernetes-variants';
import { addressesIn, KUBERNETES_VERSION, type Manifest, patience, podsOf, renderChart, servicesOf, textIn } from '../support/manifests';
import { programNeed, testWith } from '../support/needs';
import { describeWithTool, run, withFile } from '../support/tools';
import { describeWithData } from '../support/workplace';

/** What Kubernetes tells a pod of itself. */
const POD = { POD_NAME: 'otel-sampler-0', K8S_NODE_NAME: 'node-1' };

/** What helm made of every release of an environment, rendered once. */
class Rendered {
  private readonly manifests = new Map<string, readonly Manifest[]>();
  readonly platform: Platform;
  readonly namespace: string;

  constructor(
    overlay: EnvironmentOverlay,
    private readonly charts: string,
  ) {
    this.platform = clusterPlatformOf(overlay);
    const { target } = this.platform.config;
    this.namespace = target.kind === 'kubernetes' ? target.namespace : '';
  }

  of(release: Release): readonly Manifest[] {
    const known = this.manifests.get(release.name);
    if (known !== undefined) return known;
    const rendered = renderChart(release, this.charts, this.namespace);
    this.manifests.set(release.name, rendered);
    return rendered;
  }

  delivering(component: string): readonly Manifest[] {
    const release = this.platform.releases.find(({ delivers }) => delivers.some(({ name }) => name === component));
    return release === undefined ? [] : this.of(release);
  }

  has(component: string): boolean {
    return this.platform.components.some(({ name }) => name === component);
  }
}

describeWithTool('helm', 'the charts', () => {
  describeWithData(['charts', 'kubernetesSchemas'], 'with our values', ([charts = '.', schemas = '.']) => {
    describe.each(Object.entries(kubernetesVariants))('%s', (_, overlay) => {
      const rendered = new Rendered(overlay, charts);

      testWith(programNeed('kubeconform'), 'give objects that Kubernetes takes', () => {
        for (const release of rendered.platform.releases) {
          const objects = rendered
            .of(release)
            .map((manifest) => dump(manifest))
            .join('---\n');
          const { status, output } = run(
            'kubeconform',
            [
              ...['-strict', '-kubernetes-version', KUBERNETES_VERSION, '-skip', 'CustomResourceDefinition,HTTPRoute,Telemetry'],
              ...['-schema-location', `${schemas}/{{.ResourceKind}}{{.KindSuffix}}.json`],
            ],
            { input: objects },
          );
          expect([release.name, status, output]).toEqual([release.name, 0, output]);
        }
      });

      it('give pods that are labelled, limited and kept when a node runs short, in images of ours', () => {
        const images = rendered.platform.components.map(({ image }) => image.tag);
        for (const release of rendered.platform.releases) {
          for (const [name, { metadata, spec }] of podsOf(rendered.of(release))) {
            expect([release.name, name, metadata?.labels?.[COMPONENT]]).toEqual([release.name, name, expect.stringMatching(/^[a-z]/)]);
            // Jaeger's chart has no key for it.
            if (release.name !== 'jaeger') expect([name, spec.priorityClassName]).toEqual([name, 'o11y-prod']);
            for (const { name: container, image, resources } of [...spec.containers, ...(spec.initContainers ?? [])]) {
              expect([release.name, name, container, resources?.limits, resources?.requests]).toEqual([
                ...[release.name, name, container],
                ...[expect.objectContaining({ memory: expect.anything() }), expect.objectContaining({ cpu: expect.anything() })],
              ]);
              expect([container, images.some((tag) => image.includes(`:${tag}`))]).toEqual([container, true]);
            }
          }
        }
      });

      it('leave a store the time that it takes to read its log after a power failure', () => {
        for (const release of rendered.platform.releases) {
          const kept = release.delivers.filter(({ volume }) => volume !== undefined).map(({ name }) => name);
          for (const [, { metadata, spec }] of podsOf(rendered.of(release))) {
            const component = metadata?.labels?.[COMPONENT] ?? '';
            // The operator's have a startup probe; Jaeger's chart has no key for its own.
            if (!kept.includes(component) || component === 'jaeger') continue;
            for (const { name, ...probes } of spec.containers) expect([name, patience(probes) >= 300]).toEqual([name, true]);
          }
        }
      });

      it('bring no policies, budgets and jobs of their own', () => {
        for (const release of rendered.platform.releases) {
          // Rules are ours alone.
          const foreign = rendered
            .of(release)
            .filter(({ kind, metadata }) => kind !== 'PrometheusRule' || !/-platform$/.test(metadata.name));
          const kinds = new Set(foreign.map(({ kind }) => kind));
          for (const kind of ['NetworkPolicy', 'PodDisruptionBudget', 'Job', 'CronJob', 'PrometheusRule', 'PodMonitor', 'Probe'])
            expect([release.name, kinds.has(kind)]).toEqual([release.name, false]);
        }
      });

      it('bring a service for every name and port that a configuration has, with pods behind it', () => {
        const manifests = rendered.platform.releases.flatMap((release) => rendered.of(release));
        const services = servicesOf(manifests);
        const called = addressesIn(manifests, rendered.namespace);
        expect(called).not.toEqual([]);
        for (const { host, port } of called) {
          // What the operator makes itself has its pods' names before it.
          const service = services.find(({ name }) => name === host);
          if (/(^|\.)(prometheus|alertmanager)-operated$/.test(host)) continue;
          expect([host, port, service?.ports.includes(port), service?.hasPods]).toEqual([host, port, true, true]);
        }
      });

      describe('give configurations that are taken by', () => {
        testWith(programNeed('otelcol-contrib'), 'the collectors', () => {
          for (const component of ['otel-collector', 'otel-sampler', 'otel-collector-agent'].filter((name) => rendered.has(name))) {
            const text = textIn(rendered.delivering(component), new RegExp(`${component}`), /^relay/);
            const outcome = withFile('config.yaml', '', (path, folder) =>
              run('otelcol-contrib', ['validate', `--config=yaml:${text.replaceAll('/var/lib/otelcol', folder)}`, `--config=${path}`], {
                env: POD,
              }),
            );
            expect([component, outcome]).toEqual([component, expect.objectContaining({ status: 0 })]);
          }
        });

        testWith(programNeed('amtool'), 'Alertmanager', () => {
          if (!rendered.has('alertmanager')) return;
          const text = textIn(rendered.delivering('alertmanager'), /^alertmanager-/, /^alertmanager\.yaml$/);
          expect(withFile('alertmanager.yml', text, (path) => run('amtool', ['check-config', path]))).toMatchObject({ status: 0 });
        });

        testWith(programNeed('promtool'), 'Prometheus', () => {
          if (!rendered.has('prometheus')) return;
          const jobs = textIn(rendered.delivering('prometheus'), /prometheus-scrape-confg$/, /additional-scrape-configs/);
          const file = `scrape_configs:\n${jobs.replaceAll(/^/gm, '  ')}`;
          expect(withFile('prometheus.yml', file, (path) => run('promtool', ['check', 'config', '--syntax-only', path]))).toMatchObject({
            status: 0,
          });
        });

        testWith(programNeed('loki'), 'Loki', () => {
          if (!rendered.has('loki')) return;
          const text = textIn(rendered.delivering('loki'), /loki/, /^config\.yaml$/);
          expect(
            withFile('config.yaml', text, (path) => run('loki', [`-config.file=${path}`, '-verify-config', '-config.expand-env=true'])),
          ).toMatchObject({ status: 0 });
        });

        testWith(programNeed('jaeger'), 'Jaeger', () => {
          if (!rendered.has('jaeger')) return;
          const text = textIn(rendered.delivering('jaeger'), /^user-config$/, /config/);
          expect(withFile('config.yaml', text, (path) => run('jaeger', ['validate', '--config', path]))).toMatchObject({ status: 0 });
        });
      });
    });
  });
});
