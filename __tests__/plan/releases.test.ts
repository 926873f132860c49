import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Platform } from '../../constructs/core/platform';
import { releaseChanges } from '../../plan/releases';
import { releasedPlatform } from '../support/released';

const kubernetes: EnvironmentOverlay = { target: { kind: 'kubernetes' } };
const platform = releasedPlatform(kubernetes);

const between = (after: EnvironmentOverlay) => releaseChanges(platform, releasedPlatform({ ...kubernetes, ...after }));

const withChart = (version: string, name = 'loki'): Platform => ({
  ...platform,
  releases: platform.releases.map((release) =>
    release.name === 'loki' ? { ...release, chart: { ...release.chart, version, name } } : release,
  ),
});

describe('Helm releases', () => {
  test('values by path', () => {
    expect(between({ prometheus: { replicas: 2 } })).toContainEqual(
      expect.objectContaining({
        release: 'kube-prometheus-stack',
        action: 'changed',
        values: expect.arrayContaining([expect.objectContaining({ path: 'prometheus.prometheusSpec.replicas', before: 1, after: 2 })]),
      }),
    );
  });

  test('no value that is a file of a component: those are told in the terms of its program', () => {
    expect(between({ alerting: { groupWait: '1m' } })).toEqual([]);
    expect(
      between({ retention: { logs: { total: '85d' } }, loki: { volumeSize: '50GiB' } }).map(({ release, values }) => [
        release,
        values.map(({ path }) => path),
      ]),
    ).toEqual([['loki', ['singleBinary.persistence.size']]]);
  });

  test('another version of a chart, or another chart', () => {
    expect(releaseChanges(withChart('18.0.0'), platform)).toEqual([
      { release: 'loki', action: 'changed', chart: { before: '18.0.0', after: '18.11.0' }, values: [] },
    ]);
    expect(releaseChanges(withChart('6.0.0', 'loki-stack'), platform)).toEqual([
      { release: 'loki', action: 'changed', chart: { before: 'loki-stack 6.0.0', after: 'loki 18.11.0' }, values: [] },
    ]);
  });

  test('one that comes or goes', () => {
    const without = between({ loki: { enabled: false } }).find(({ release }) => release === 'loki');
    expect(without).toEqual({ release: 'loki', action: 'removed', chart: { before: '18.11.0' }, values: [] });
    expect(releaseChanges(undefined, platform).every(({ action, values }) => action === 'added' && values.length === 0)).toBe(true);
  });
});
