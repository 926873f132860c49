import type { Platform } from '../../constructs/core/platform';
import { type Html, html } from './html';
import type { Section } from './section';

/** What the environment is, in a line each. */
export const overviewSection: Section = {
  id: 'overview',
  title: 'Overview',
  render: (platform) => html`<dl class="facts">
${facts(platform).map(({ term, value, detail }) => html`<div><dt>${term}</dt><dd>${value}<small>${detail}</small></dd></div>\n`)}</dl>`,
};

interface Fact {
  readonly term: string;
  readonly value: string;
  readonly detail: string;
}

function facts(platform: Platform): readonly Fact[] {
  const { config, components } = platform;
  const { metrics, traces, logs, alerts } = config.retention;
  return [
    { term: 'Platform', value: config.platform, detail: `cluster ${config.cluster}` },
    { term: 'Environment', value: config.name, detail: `${components.length} components, ${config.services.length} services` },
    { term: 'Target', ...targetFact(platform) },
    { term: 'Traces kept', ...samplingFact(platform) },
    { term: 'Retention', value: `metrics ${metrics.time}`, detail: `traces ${traces}, logs ${logs.total}, alert history ${alerts}` },
    {
      term: 'Redaction',
      value: config.redaction.enabled ? 'on' : 'off',
      detail: config.redaction.enabled
        ? 'credentials and personal data are masked before they are stored'
        : 'everything is stored as it was sent',
    },
  ];
}

function targetFact({ config: { target } }: Platform): Omit<Fact, 'term'> {
  switch (target.kind) {
    case 'docker':
      return { value: 'Docker', detail: `ports on ${target.publishedAddress}` };
    case 'kubernetes':
      return { value: 'Kubernetes', detail: `namespace ${target.namespace}` };
  }
}

function samplingFact({ config }: Platform): Omit<Fact, 'term'> {
  const { ratio, keepErrors, keepSlowerThan } = config.sampling.traces;
  const percentage = `${Math.round(ratio * 10_000) / 100} %`;
  if (config.traces.backend === 'none') return { value: 'none', detail: 'there is no store of traces; their metrics are kept' };
  if (ratio === 1) return { value: percentage, detail: `all of them, in ${config.traces.backend}` };
  const always = [...(keepErrors ? ['errors'] : []), ...(keepSlowerThan === null ? [] : [`requests slower than ${keepSlowerThan}`])];
  return { value: percentage, detail: always.length === 0 ? 'of all traces alike' : `and all ${always.join(' and ')}` };
}

/** The names of roles and signals in the page, with the colour class that a drawing uses for them. */
export const legend = (entries: readonly { readonly className: string; readonly text: string }[]): Html =>
  html`<ul class="legend">${entries.map(({ className, text }) => html`<li><span class="swatch ${className}"></span>${text}</li>`)}</ul>`;
