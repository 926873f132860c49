import fc from 'fast-check';
import { judge } from '../../../cli/docker/preflight/volumes';
import { partsOf } from '../../../cli/docker/volume-names';
import { everyPart } from '../../../cli/docker/volume-parts';
import { dataVolumes, unclearText } from '../../../cli/docker/volumes';
import { defineEnvironment } from '../../../config/define';
import { ownerLabels, PART_OF } from '../../../constructs/core/labels';
import type { Owner } from '../../../constructs/core/ownership';
import { fullOverlay } from '../../support/full-overlays';
import { platformOf, resolveConfig } from '../../support/platform';
import { plausibleOverlay } from '../../support/plausible-overlays';
import { said } from '../../support/said';

const adv: Owner = { platform: 'adv', name: 'b-c' };
const advB: Owner = { platform: 'adv-b', name: 'c' };
const dev: Owner = { platform: 'o11y', name: 'dev' };
const parts = everyPart(platformOf());

const volume = (name: string, owner?: Owner) => ({ name, labels: owner === undefined ? {} : ownerLabels(owner) });
const user = (labels: Readonly<Record<string, string>>, ...volumes: readonly string[]) => ({ labels, volumes });

describe('parts of volume names', () => {
  it('are those of any configuration', () => {
    expect(parts).toEqual(expect.arrayContaining(['prometheus', 'alertmanager', 'grafana', 'loki', 'tempo', 'jaeger', 'otel-collector']));
    const known = new Set(everyPart({ components: [] }));
    const unknown = (overlay: Parameters<typeof platformOf>[0]): readonly string[] =>
      partsOf(platformOf(overlay).components).filter((part) => !known.has(part));
    expect(unknown(fullOverlay)).toEqual([]);
    fc.assert(
      fc.property(plausibleOverlay, (overlay) => {
        fc.pre(overlay.target?.kind !== 'kubernetes' && said(overlay) === 'OK');
        return unknown(overlay).length === 0;
      }),
      { numRuns: 5 },
    );
  });

  it('take in those of components that the toolkit does not have', () => {
    const [component] = platformOf().components.filter(({ storage }) => storage !== undefined);
    expect(component === undefined ? [] : everyPart({ components: [{ ...component, name: 'mine' }] })).toContain('mine');
  });
});

describe('data volumes', () => {
  it('of components that are off now are still found, with a label and without', () =>
    expect(dataVolumes(dev, parts, [volume('o11y-dev-grafana', dev), volume('o11y-dev-jaeger'), volume('o11y-dev-mine', dev)], [])).toEqual(
      { own: ['o11y-dev-grafana', 'o11y-dev-jaeger', 'o11y-dev-mine'], unclear: [] },
    ));

  it('are never those of another, nor what only begins with the same name', () =>
    expect(
      dataVolumes(
        dev,
        parts,
        [
          volume('o11y-dev-loki', { platform: 'shop', name: 'dev' }),
          volume('o11y-dev-backups'),
          volume('o11y-dev-test-loki'),
          volume('o11y-development-loki'),
          volume('o11y-dev'),
          volume('my-o11y-dev-loki'),
        ],
        [],
      ),
    ).toEqual({ own: [], unclear: [] }));

  it('with a name that two can have are told apart by labels', () => {
    const volumes = [volume('adv-b-c-loki', adv), volume('adv-b-c-prometheus', advB)];
    expect(dataVolumes(adv, parts, volumes, [])).toEqual({ own: ['adv-b-c-loki'], unclear: [] });
    expect(dataVolumes(advB, parts, volumes, [])).toEqual({ own: ['adv-b-c-prometheus'], unclear: [] });
  });

  it('without a label belong to whose container has them mounted, and to nobody when that says nothing', () => {
    const volumes = [volume('adv-b-c-loki')];
    const bothOf = (...users: readonly ReturnType<typeof user>[]) => [
      dataVolumes(adv, parts, volumes, users),
      dataVolumes(advB, parts, volumes, users),
    ];
    const own = { own: ['adv-b-c-loki'], unclear: [] };
    const unclear = { own: [], unclear: ['adv-b-c-loki'] };
    const none = { own: [], unclear: [] };
    expect(bothOf(user(ownerLabels(adv), 'adv-b-c-loki'))).toEqual([own, none]);
    expect(bothOf(user(ownerLabels(advB), 'adv-b-c-grafana'))).toEqual([unclear, unclear]);
    expect(bothOf(user({ [PART_OF]: 'adv-b-c' }, 'adv-b-c-loki'))).toEqual([unclear, unclear]);
    expect(bothOf(user({}, 'adv-b-c-loki'))).toEqual([unclear, unclear]);
    expect(bothOf(user(ownerLabels(adv), 'adv-b-c-loki'), user(ownerLabels(advB), 'adv-b-c-loki'))).toEqual([none, none]);
  });

  it('that are left alone are said, with the way to delete them', () => {
    const platform = resolveConfig(defineEnvironment('c', { platform: 'adv-b' }));
    expect(unclearText(platform, { own: [], unclear: [] })).toBeUndefined();
    expect(unclearText(platform, { own: [], unclear: ['adv-b-c-grafana', 'adv-b-c-loki'] })).toBe(
      [
        'Left alone: adv-b-c-grafana, adv-b-c-loki. Without a label they may belong to the environment b-c of the platform adv, or to the environment c of the platform adv-b. If no other needs them:',
        '  docker volume rm adv-b-c-grafana adv-b-c-loki',
      ].join('\n'),
    );
  });

  it('of another keep a deployment from writing to them', () => {
    const loki = volume('adv-b-c-loki', adv);
    expect(judge(advB, [loki], { own: [], unclear: [] })).toEqual([
      {
        check: 'volume adv-b-c-loki',
        status: 'failed',
        message: 'the volume adv-b-c-loki exists and belongs to the environment b-c of the platform adv',
        fix: `set "platform" to another name in the environment's file`,
      },
    ]);
    expect(judge(advB, [volume('adv-b-c-loki')], { own: [], unclear: ['adv-b-c-loki'] })).toEqual([
      {
        check: 'volume adv-b-c-loki',
        status: 'warning',
        message:
          'the volume adv-b-c-loki has no label: what it holds is of the environment b-c of the platform adv, or of the environment c of the platform adv-b',
        fix: `if it is another's, set "platform" to another name in the environment's file`,
      },
    ]);
    expect(judge(adv, [loki], { own: ['adv-b-c-loki'], unclear: [] })).toEqual([]);
  });
});
