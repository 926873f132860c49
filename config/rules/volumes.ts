import { GIB } from '../amounts';
import type { EnvironmentConfig } from '../schema/environment';
import { neededBytes, type VolumeOwner, volumeNeed } from '../sizing';
import { bytes } from '../units';
import type { Rule } from './rule';

/** A volume whose size can be set, and the keys from which follows what it must hold. */
interface SizedVolume {
  readonly owner: VolumeOwner;
  readonly isOn: (config: EnvironmentConfig) => boolean;
  readonly causes: string;
}

const KEPT_TRACES = 'retention.traces, capacity.spansPerSecond and sampling.traces.ratio';

const volumes: readonly SizedVolume[] = [
  {
    owner: 'prometheus',
    isOn: ({ prometheus }) => prometheus.enabled,
    causes: 'retention.metrics, capacity.activeSeries and prometheus.scrapeInterval',
  },
  { owner: 'loki', isOn: ({ loki }) => loki.enabled, causes: 'retention.logs.total and capacity.logsPerDay' },
  { owner: 'tempo', isOn: ({ traces }) => traces.backend === 'tempo', causes: KEPT_TRACES },
  { owner: 'jaeger', isOn: ({ traces }) => traces.backend === 'jaeger', causes: KEPT_TRACES },
  { owner: 'grafana', isOn: ({ grafana }) => grafana.enabled, causes: 'its database and plugins' },
];

/** A full volume is worse than a short retention: the store stops. */
const volumesHoldWhatIsKept: Rule = (config) =>
  config.target.kind === 'docker'
    ? []
    : volumes.flatMap(({ owner, isOn, causes }) => {
        const need = volumeNeed(config, owner);
        const needed = neededBytes(need);
        if (need.stated === undefined || !isOn(config) || bytes(need.stated) >= needed) return [];
        return [
          {
            path: `${owner}.volumeSize`,
            value: need.stated,
            rule: `must be at least ${needed / GIB}GiB, which ${causes} need: raise it, leave it out, or keep less`,
          },
        ];
      });

/** Volumes are large enough. */
export const volumeRules: readonly Rule[] = [volumesHoldWhatIsKept];
