import { charts } from '../../config/versions';
import { unknownKeys } from '../support/chart-keys';
import { clusterPlatformOf } from '../support/cluster-platform';
import { kubernetesVariants } from '../support/kubernetes-variants';
import { describeWithData } from '../support/workplace';

describeWithData(['chartValues'], "keys of charts' values", ([folder = '.']) => {
  it.each(Object.entries(kubernetesVariants))('are those that the charts have: %s', (_, overlay) => {
    const unknown = clusterPlatformOf(overlay).releases.flatMap((release) =>
      unknownKeys(release, folder).map((key) => [release.name, key]),
    );
    expect(unknown).toEqual([]);
  });

  const keysOf = (chart: keyof typeof charts, values: Readonly<Record<string, unknown>>): readonly string[] =>
    unknownKeys({ chart: charts[chart], values }, folder);

  it('are told by their paths when they are misspelled, in a chart, in its subcharts and below a schema', () => {
    const kubePrometheusStack = {
      prometheus: { prometheusSpec: { retentoin: '15d', replicas: 1 } },
      grafana: { persistence: { storageClassName: 'fast', lookUpVolumeName: false } },
      'prometheus-node-exporter': { hostPid: false },
      'kube-state-metric': {},
    };
    expect(keysOf('kubePrometheusStack', kubePrometheusStack)).toEqual([
      'prometheus.prometheusSpec.retentoin',
      'grafana.persistence.lookUpVolumeName',
      'prometheus-node-exporter.hostPid',
      'kube-state-metric',
    ]);
    expect(keysOf('loki', { singleBinary: { persistance: { size: '1Gi' } } })).toEqual(['singleBinary.persistance']);
    expect(keysOf('otelCollector', { podLabel: {} })).toEqual(['podLabel']);
  });

  it('are free where a chart hands on what it gets', () => {
    const alertmanager = { config: { route: { any: 1 } }, alertmanagerSpec: { storage: { volumeClaimTemplate: {} } } };
    expect(keysOf('kubePrometheusStack', { alertmanager, grafana: { 'grafana.ini': { 'auth.github': { enabled: true } } } })).toEqual([]);
  });
});
