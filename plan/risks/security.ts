import { at, type Json, records, text, texts } from '../lenient';
import type { Risk } from '../model';
import { baseValue, type Comparison, componentNamed, componentsOf, dataOf, headValue, isChanged, listed, type RiskRule } from './context';
import { insecurities } from './transport';

/** What protects data and the host, and does so less: redaction, sign-in, encryption, confinement. */
export const securityRisks: RiskRule = (comparison) => [
  ...redaction(comparison),
  ...grafana(comparison),
  ...transport(comparison),
  ...confinement(comparison),
];

const risk = (severity: Risk['severity'], subject: string, said: string): Risk => ({ kind: 'security', severity, subject, text: said });

const STORED = 'What is stored until it is on again stays readable for as long as it is kept.';

/** Off, without its patterns, or with fewer of them, as the collector has them. */
function redaction(comparison: Comparison): readonly Risk[] {
  const off = (path: string): boolean => isChanged(comparison, path) && headValue(comparison, path) === false;
  if (off('redaction.enabled'))
    return [
      risk(
        'high',
        'redaction.enabled',
        `Credentials and personal data are stored as services send them: nothing is masked any more. ${STORED}`,
      ),
    ];
  if (off('redaction.builtIn'))
    return [
      risk(
        'high',
        'redaction.builtIn',
        `The built-in patterns mask no authorization headers, tokens, API keys, passwords, e-mail addresses and card numbers any more. ${STORED}`,
      ),
    ];
  const [before, after] = [comparison.base, comparison.head].map((platform) => maskedBy(platform));
  if (before === undefined || after === undefined) return [];
  const gone = before.patterns.filter((pattern) => !after.patterns.includes(pattern));
  const unchecked = after.ignored.filter((key) => !before.ignored.includes(key));
  return [
    ...(gone.length === 0
      ? []
      : [
          risk(
            'medium',
            'redaction',
            `${gone.length === 1 ? 'A pattern masks' : `${gone.length} patterns mask`} nothing any more: ${listed(gone.map(code))}. ${STORED}`,
          ),
        ]),
    ...(unchecked.length === 0
      ? []
      : [risk('low', 'redaction.uncheckedKeys', `Secrets are not looked for in ${listed(unchecked)} any more.`)]),
  ];
}

const code = (pattern: string): string => `\`${pattern.length > 60 ? `${pattern.slice(0, 59)}…` : pattern}\``;

function maskedBy(platform: unknown): { readonly patterns: readonly string[]; readonly ignored: readonly string[] } | undefined {
  const processor = at(dataOf(platform, 'otel-collector', 'config.yaml'), 'processors', 'redaction');
  if (processor === undefined) return undefined;
  const patterns = ['blocked_key_patterns', 'blocked_values'].flatMap((key) => texts(at(processor, key)));
  return { patterns, ignored: texts(at(processor, 'ignored_keys')) };
}

/** Settings of Grafana's, with the value that lets more people in, and what it means. https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */
const OPEN: readonly (readonly [section: string, key: string, value: string, severity: Risk['severity'], text: string])[] = [
  ['auth.anonymous', 'enabled', 'true', 'high', 'Whoever reaches Grafana sees dashboards and queries every store without signing in.'],
  ['auth.anonymous', 'org_role', 'Admin', 'high', 'Whoever reaches Grafana administrates it without signing in.'],
  ['auth', 'disable_login_form', 'true', 'low', 'The administrator cannot sign in to Grafana with a password.'],
  ['users', 'allow_sign_up', 'true', 'medium', 'Whoever reaches Grafana can make themselves an account.'],
  ['security', 'allow_embedding', 'true', 'low', 'Other sites can show Grafana in a frame, and lead a click there.'],
  ['auth.github', 'allow_assign_grafana_admin', 'true', 'medium', 'A role at GitHub can make somebody an administrator of all of Grafana.'],
  ['auth.github', 'role_attribute_strict', 'false', 'low', 'Whoever has no role at GitHub still signs in to Grafana.'],
];

function grafana(comparison: Comparison): readonly Risk[] {
  const [before, after] = [comparison.base, comparison.head].map((platform) => dataOf(platform, 'grafana', 'grafana.ini'));
  const setting = (ini: unknown, section: string, key: string): string => String(at(ini, section, key) ?? '');
  const opened = OPEN.filter(
    ([section, key, value]) => setting(after, section, key) === value && setting(before, section, key) !== value,
  ).map(([section, key, , severity, said]) => risk(severity, `grafana ${section}.${key}`, said));
  return [...opened, ...organizations(comparison)];
}

function organizations(comparison: Comparison): readonly Risk[] {
  const path = 'grafana.github.organizations';
  const [before, after] = [texts(baseValue(comparison, path)), texts(headValue(comparison, path))];
  const more = after.filter((name) => !before.includes(name));
  if (more.length === 0) return [];
  const said = `All members of the ${more.length === 1 ? 'organisation' : 'organisations'} ${listed(more)} at GitHub may sign in to Grafana.`;
  return [risk('medium', path, said)];
}

/** What is sent without encryption, or to whoever answers, and was not. */
function transport({ base, head }: Comparison): readonly Risk[] {
  return componentsOf(head).flatMap((component) => {
    const name = text(component['name']);
    const before = componentNamed(base, name);
    const known = before === undefined ? [] : insecurities(before).map(({ where }) => where);
    return insecurities(component)
      .filter(({ where }) => !known.includes(where))
      .map(({ where, text: said }) => risk('medium', `component ${name}`, `${name} ${said} (${where}).`));
  });
}

/** What a component that was there may do more on its host. */
function confinement({ base, head }: Comparison): readonly Risk[] {
  return componentsOf(head).flatMap((component) => {
    const before = componentNamed(base, text(component['name']));
    if (before === undefined) return [];
    const more = rightsOf(component).filter((right) => !rightsOf(before).includes(right));
    if (more.length === 0) return [];
    return [risk('medium', `component ${text(component['name'])}`, `${text(component['name'])} may do more on its host: ${listed(more)}.`)];
  });
}

const rightsOf = (component: Json): readonly string[] => [
  ...texts(component['capabilities']).map((capability) => `it has the capability ${capability}`),
  ...records(component['hostMounts']).map((mount) => `it reads ${text(mount['base'])} ${text(mount['path'])}`),
  ...(component['hostProcesses'] === true ? ['it sees all processes'] : []),
  ...(/^0(:|$)/.test(text(component['user'])) ? ['it runs as root'] : []),
];
