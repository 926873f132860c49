import { posix } from 'node:path';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { ComponentPlan } from '../../constructs/core/component';
import { kubePrometheusStackRelease } from '../../constructs/kube-prometheus-stack/helm';
import { clusterPlatformOf } from '../support/cluster-platform';
import { fileOf, planOf, platformOf, yamlOf } from '../support/platform';
import { releasesOf } from '../support/release-of';

const GITHUB = {
  clientId: 'abc',
  clientSecret: { secret: 'github_secret' },
  organizations: ['example', 'other'],
  roles: { admin: ['@example/sre'], editor: ['@example/dev', '@other/web'] },
} as const;

const INGRESS = {
  kind: 'ingress',
  host: 'grafana.example.com',
  className: 'nginx',
  certificate: { kind: 'cert-manager', issuer: 'letsencrypt', cluster: true },
} as const;

/** The settings as data. */
function settingsOf(plan: ComponentPlan): unknown {
  const file = plan.files.find(({ path }) => path.endsWith('.ini'));
  return file !== undefined && 'data' in file ? file.data : undefined;
}

const onCluster = (overlay: EnvironmentOverlay = {}): ComponentPlan => planOf(clusterPlatformOf(overlay), 'grafana');
const valuesOf = (overlay: EnvironmentOverlay = {}): unknown =>
  releasesOf(kubePrometheusStackRelease, overlay).get('kube-prometheus-stack')?.values['grafana'];

const openedBy = (route: unknown): EnvironmentOverlay =>
  ({ target: { kind: 'kubernetes', access: { grafana: route } } }) as EnvironmentOverlay;

describe('the settings', () => {
  it('keep the data sources that the image brings, and call nobody outside', () => {
    for (const plan of [planOf(platformOf(), 'grafana'), onCluster()])
      expect(settingsOf(plan)).toMatchObject({
        plugins: { preinstall_disabled: true, preinstall_auto_update: false },
        news: { news_feed_enabled: false },
        snapshots: { external_enabled: false },
      });
  });

  it('are sections of keys, which on Docker are a text', () => {
    const text = fileOf(platformOf(), 'grafana', 'grafana.ini');
    expect(text).toContain('[security]\nadmin_user = admin\nadmin_password = $__file{/etc/grafana/secrets/admin-password/value}\n');
    expect(text).toContain('[auth.anonymous]\nenabled = false\n');
    expect(valuesOf()).toMatchObject({ 'grafana.ini': settingsOf(onCluster()) });
  });

  it('let members of organisations sign in with GitHub, with the roles of their teams', () => {
    const plan = planOf(platformOf({ grafana: { github: GITHUB } }), 'grafana');
    expect(settingsOf(plan)).toMatchObject({
      'auth.github': {
        enabled: true,
        client_id: 'abc',
        client_secret: '$__file{/etc/grafana/secrets/github/value}',
        allowed_organizations: 'example other',
        allow_assign_grafana_admin: false,
        role_attribute_strict: true,
        role_attribute_path:
          "(contains(groups[*], '@example/sre')) && 'Admin' || (contains(groups[*], '@example/dev') || contains(groups[*], '@other/web')) && 'Editor' || 'Viewer'",
      },
      // A strict cookie would not come back from GitHub.
      security: { cookie_samesite: 'lax' },
      server: { root_url: 'http://localhost:3001/' },
    });
    expect(plan.secretFiles.map(({ source }) => source.name)).toEqual(['grafana_admin_password', 'github_secret']);
    expect(plan.externalCalls?.map(({ host, port }) => [host, port])).toEqual([
      ['github.com', 443],
      ['api.github.com', 443],
    ]);
  });

  it.each([
    ['0.0.0.0', 'http://localhost:3001/'],
    ['::1', 'http://localhost:3001/'],
    ['192.0.2.7', 'http://192.0.2.7:3001/'],
    ['2001:db8::7', 'http://[2001:db8::7]:3001/'],
  ])('say where people open it, on a host that publishes at %s', (publishedAddress, address) => {
    const plan = planOf(platformOf({ target: { kind: 'docker', publishedAddress }, grafana: { github: GITHUB } }), 'grafana');
    expect(settingsOf(plan)).toMatchObject({ server: { root_url: address } });
  });

  it('have neither a way in nor GitHub unless they are configured', () => {
    for (const plan of [planOf(platformOf(), 'grafana'), onCluster()]) {
      expect(settingsOf(plan)).not.toHaveProperty(['server', 'root_url']);
      expect(settingsOf(plan)).not.toHaveProperty(['auth.github']);
      expect(plan.externalCalls).toEqual([]);
    }
  });
});

describe('the way in', () => {
  it('is an Ingress with a certificate of an issuer', () => {
    expect(valuesOf(openedBy(INGRESS))).toMatchObject({
      ingress: {
        enabled: true,
        ingressClassName: 'nginx',
        annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
        hosts: ['grafana.example.com'],
        tls: [{ secretName: 'o11y-grafana-tls', hosts: ['grafana.example.com'] }],
      },
      'grafana.ini': { server: { root_url: 'https://grafana.example.com/' }, security: { cookie_secure: true } },
    });
  });

  it('is an Ingress with a certificate that is there', () => {
    const values = valuesOf(openedBy({ ...INGRESS, certificate: { kind: 'secret', name: 'wildcard' } }));
    expect(values).toMatchObject({ ingress: { annotations: {}, tls: [{ secretName: 'wildcard' }] } });
  });

  it('is a route of a Gateway', () => {
    const gateway = { name: 'public', namespace: 'gateways', section: 'https' };
    const values = valuesOf(openedBy({ kind: 'gateway', host: 'grafana.example.com', gateway }));
    expect(values).toMatchObject({
      route: {
        main: {
          enabled: true,
          hostnames: ['grafana.example.com'],
          parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
        },
      },
    });
    expect(values).not.toHaveProperty('ingress');
  });
});

describe('in a cluster', () => {
  it('reads secrets from existing ones, each in its folder', () => {
    expect(valuesOf({ grafana: { github: GITHUB } })).toMatchObject({
      // A kind of volume that the chart hands on as it is.
      extraContainerVolumes: [
        { secret: { secretName: 'grafana-admin-password', items: [{ key: 'value', path: 'value' }] } },
        { secret: { secretName: 'github-secret' } },
      ],
      extraVolumeMounts: [{ mountPath: '/etc/grafana/secrets/admin-password' }, { mountPath: '/etc/grafana/secrets/github' }],
      env: { GF_SECURITY_ADMIN_USER: 'admin', GF_SECURITY_ADMIN_PASSWORD__FILE: '/etc/grafana/secrets/admin-password/value' },
    });
  });

  it('keeps its volume, and has no rights at the API server', () => {
    expect(valuesOf()).toMatchObject({
      persistence: { enabled: true, lookupVolumeName: false, annotations: { 'helm.sh/resource-policy': 'keep' } },
      rbac: { create: false },
      automountServiceAccountToken: false,
      sidecar: { dashboards: { enabled: false }, datasources: { enabled: false } },
    });
  });
});

describe('dashboards', () => {
  const pathsOf = (plan: ComponentPlan): readonly string[] => plan.files.map(({ path }) => path);

  it('are one file each, outside of the volume, in the folder of their provider', () => {
    const platform = platformOf();
    const { providers } = yamlOf<{ providers: readonly { options: { path: string }; folderUid: string }[] }>(
      platform,
      'grafana',
      'dashboards.yaml',
    );
    expect(providers.map(({ folderUid }) => folderUid)).toEqual(['business', 'platform', 'services']);
    const files = pathsOf(planOf(platform, 'grafana')).filter((path) => path.endsWith('.json'));
    expect(files).toHaveLength(12);
    for (const path of files) {
      expect(providers.map(({ options }) => options.path)).toContain(posix.dirname(path));
      expect(path).not.toMatch(/^\/var\/lib\/grafana\//);
      expect(JSON.parse(fileOf(platform, 'grafana', path))).toMatchObject({ uid: posix.basename(path, '.json') });
    }
  });

  it('have a first page, which is there', () => {
    for (const overlay of [{}, { prometheus: { enabled: false } }, { loki: { enabled: false } }]) {
      const plan = planOf(platformOf(overlay), 'grafana');
      const { dashboards } = settingsOf(plan) as { readonly dashboards: { readonly default_home_dashboard_path: string } };
      expect(pathsOf(plan)).toContain(dashboards.default_home_dashboard_path);
    }
  });

  it('are none where there is nothing to show', () => {
    const plan = planOf(
      platformOf({
        prometheus: { enabled: false },
        loki: { enabled: false },
        otelCollector: { enabled: false },
        containerLogs: { enabled: false },
        traces: { backend: 'none' },
      }),
      'grafana',
    );
    expect(pathsOf(plan).filter((path) => path.includes('dashboards'))).toEqual([]);
    expect(settingsOf(plan)).not.toHaveProperty('dashboards');
  });

  it('are in ConfigMaps of a cluster, mounted whole, each small enough to be one', () => {
    const values = valuesOf() as {
      readonly datasources: object;
      readonly dashboardProviders: object;
      readonly dashboards?: unknown;
      readonly extraObjects: readonly { readonly kind: string; readonly metadata: { readonly name: string }; readonly data: object }[];
      readonly extraConfigmapMounts: readonly { readonly configMap: string; readonly mountPath: string; readonly subPath?: string }[];
    };
    // Both become keys of the same ConfigMap.
    expect(Object.keys(values.dashboardProviders)).not.toEqual(Object.keys(values.datasources));
    expect(values.dashboards).toBeUndefined();
    const names = values.extraObjects.map(({ metadata }) => metadata.name);
    expect(names).toEqual(['o11y-grafana-dashboards-platform', 'o11y-grafana-dashboards-services', 'o11y-grafana-dashboards-business']);
    expect(values.extraConfigmapMounts.map(({ configMap }) => configMap)).toEqual(names);
    for (const { data } of values.extraObjects) expect(JSON.stringify(data).length).toBeLessThan(900_000);
  });
});
