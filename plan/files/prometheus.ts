import { at, isRecord, type Json, list, record, records, text, texts, without } from '../lenient';
import type { NativeChange } from '../model';
import { compareKeys, compareThings, type Thing } from './things';

/** Whether that is Prometheus' configuration. https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
export const isPrometheus = (data: Json): boolean => Array.isArray(data['scrape_configs']);

/** Whether that is a file of Prometheus' rules. https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/ */
export const isRules = (data: Json): boolean =>
  Array.isArray(data['groups']) && records(data['groups']).every((group) => Array.isArray(group['rules']));

export const comparePrometheus = (before: Json, after: Json): readonly NativeChange[] => [
  ...compareThings([...jobs(before), ...remoteWrites(before)], [...jobs(after), ...remoteWrites(after)]),
  ...compareThings(alertmanagers(before), alertmanagers(after)),
  ...compareKeys(rest(before), rest(after)),
];

export const compareRules = (before: Json, after: Json): readonly NativeChange[] => [
  ...compareThings(groups(before), groups(after)),
  ...compareKeys(without(before, 'groups'), without(after, 'groups')),
];

const jobs = (data: Json): readonly Thing[] =>
  records(data['scrape_configs']).map((job) => {
    const name = text(job['job_name']);
    return { kind: 'scrape job', name, value: without(job, 'job_name', 'static_configs'), parts: targets(job, name) };
  });

/** Each target on its own, with the labels that it gets. */
const targets = (job: Json, name: string): readonly Thing[] =>
  records(job['static_configs']).flatMap((config) =>
    texts(config['targets']).map((target) => ({
      kind: 'target',
      name: `${target} of scrape job ${name}`,
      value: without(config, 'targets'),
    })),
  );

const remoteWrites = (data: Json): readonly Thing[] =>
  records(data['remote_write']).map((write) => ({
    kind: 'remote write',
    name: text(write['name']) || text(write['url']),
    value: without(write, 'name'),
  }));

/** Those at fixed addresses by address; those that are discovered by how. */
const alertmanagers = (data: Json): readonly Thing[] =>
  records(at(data, 'alerting', 'alertmanagers')).flatMap((group) => {
    const addresses = records(group['static_configs']).flatMap((config) => texts(config['targets']));
    const value = without(group, 'static_configs');
    return addresses.length === 0
      ? [{ kind: 'alertmanager', name: Object.keys(group).join(', '), value }]
      : addresses.map((name) => ({ kind: 'alertmanager', name, value }));
  });

function rest(data: Json): Json {
  const alerting = without(record(data['alerting']), 'alertmanagers');
  const others = without(data, 'scrape_configs', 'remote_write', 'alerting');
  return Object.keys(alerting).length === 0 ? others : { ...others, alerting };
}

const groups = (data: Json): readonly Thing[] =>
  list(data['groups'])
    .filter(isRecord)
    .map((group) => ({
      kind: 'rule group',
      name: text(group['name']),
      value: without(group, 'name', 'rules'),
      parts: records(group['rules']).map(ruleOf),
    }));

function ruleOf(rule: Json): Thing {
  const alert = text(rule['alert']);
  return alert === ''
    ? { kind: 'recording rule', name: text(rule['record']), value: without(rule, 'record') }
    : { kind: 'alert', name: alert, value: without(rule, 'alert') };
}
