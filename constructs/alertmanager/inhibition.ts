import { earlyWarnings } from '../../alert-rules';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Native } from '../core/native';
import { matchersOf, oneOf } from './matchers';

export interface InhibitRule extends Native {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

/** A service that is down answers nobody. What somebody did to it and what it has cost is true all the same. */
const SERVICE_DOWN: InhibitRule = {
  source_matchers: oneOf('alertname', ['ServiceDown']),
  target_matchers: ['alertname!~"ServiceDown|Security.*|HighAICosts"', 'service!=""'],
  equal: ['service'],
};

/** What runs on a node goes with it, and is started elsewhere. An exporter of a host that is down is not the host. */
const NODE_DOWN: InhibitRule = {
  source_matchers: oneOf('alertname', ['NodeNotReady']),
  target_matchers: ['alertname!="NodeNotReady"', 'node!=""'],
  equal: ['node'],
};

/** Labels by which alerts of one rule are about one thing. One that both lack is the same in both. */
const SAME_THING = [
  'alertname',
  'service',
  'service_name',
  'instance',
  'node',
  'namespace',
  'pod',
  'container',
  'device',
  'mountpoint',
  'tenant_id',
];

const LESS_SEVERE: readonly InhibitRule[] = [
  { source_matchers: oneOf('severity', ['critical']), target_matchers: oneOf('severity', ['warning', 'info']), equal: SAME_THING },
  { source_matchers: oneOf('severity', ['warning']), target_matchers: oneOf('severity', ['info']), equal: SAME_THING },
];

/** Alerts about one thing whose more severe one has a name of its own: the rules say so themselves. */
const stages = (config: EnvironmentConfig): readonly InhibitRule[] =>
  earlyWarnings(config).map(({ alert, earlyWarningOf: worse }) => ({
    source_matchers: oneOf('alertname', [worse.alert]),
    target_matchers: oneOf('alertname', [alert]),
    equal: worse.equal,
  }));

/** Which alerts silence others. https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule */
export function renderInhibition(config: EnvironmentConfig): readonly InhibitRule[] {
  const { serviceDown, nodeDown, severity, rules } = config.alerting.inhibition;
  return [
    ...(serviceDown ? [SERVICE_DOWN] : []),
    ...(nodeDown ? [NODE_DOWN] : []),
    ...(severity ? [...LESS_SEVERE, ...stages(config)] : []),
    ...rules.map(({ source, target, equal }) => ({ source_matchers: matchersOf(source), target_matchers: matchersOf(target), equal })),
  ];
}
