import type { AttributeChange, ConfigChange, EnvironmentPlan, FileChange, NativeChange, Plan } from '../../plan/model';

/** What stands in place of a secret. */
const MASKED = '***';

/** Environment variables that hold a secret by their name; those of Terraform hold whatever a configuration refers to. */
const SECRET_VARIABLE = /^TF_VAR_|(?:PASSWORD|PASSWD|PASSPHRASE|TOKEN|SECRET|CREDENTIALS?|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|AUTH)(?:_|$)/i;
/** Shorter values are words and numbers, which would be masked wherever they stand. */
const SHORTEST_SECRET = 6;

/** Last words of keys whose value is a secret; those that end in another word (`passwordFile`, `secretName`) say where one is. */
const SECRET_KEY =
  /(?:^| )(?:password|passwd|passphrase|pwd|token|secret|authorization|cookie|credentials?|(?:api|access|secret|private|auth|account|encryption|signing|service) ?key|apikey|connection string|dsn|webhook url)$/;
/** Keys that end alike and hold the name of a Secret, a flag or a number. */
const NOT_SECRET_KEY = /^existing secret$|^(?:max|min|automount|image pull) /;

/** Forms in which secrets are known whatever their key is. */
const FORMS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASKED],
  [/\beyJ[\w-]{5,}\.eyJ[\w-]{5,}\.[\w-]*/g, MASKED],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASKED],
  [
    /\b(?:gh[opsur]_|github_pat_|glpat-|glsa_|glc_|xox[abeoprs]-|sk-|sk_live_|rk_live_|pk_live_|npm_|hvs\.|dop_v1_|AIza|ya29\.)[\w./-]{8,}/g,
    MASKED,
  ],
  [/\bhttps:\/\/hooks\.slack\.com\/services\/[\w/-]+/g, `https://hooks.slack.com/services/${MASKED}`],
  // To the last @ before the host: a password may hold one.
  [/([a-z][a-z\d+.-]*:\/\/)[^\s/?#"'<>]*@/gi, `$1${MASKED}@`],
  [/\b(Bearer|Basic|Digest)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASKED}`],
  [
    /((?:password|passwd|passphrase|pwd|token|secret|authorization|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)["']?\s*(?:[=:]\s*|\s\())(?!\{|\$\{|\*\*\*)("[^"]*"|'[^']*'|[^\s,;&)}\]]+)/gi,
    `$1${MASKED}`,
  ],
];

/** The values of the process environment that no output may hold, the longest first: one may be a part of another. */
const secretsOf = (environment: NodeJS.ProcessEnv): readonly string[] =>
  Object.entries(environment)
    .flatMap(([name, value]) =>
      value !== undefined && value.length >= SHORTEST_SECRET && SECRET_VARIABLE.test(name) ? [value, ...value.split('\n')] : [],
    )
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);

/**
 * A text without what may be a secret in it: see {@link maskPlan}. Pure.
 *
 * @param environment whose secrets are masked wherever they stand. Default: that of the process
 */
export const maskText = (text: string, environment: NodeJS.ProcessEnv = process.env): string => maskerOf(environment).text(text);

/**
 * A plan without what may be a secret: every format is made from it. Masked are the userinfo of addresses, values under keys such as
 * `password` and `token`, the known forms of tokens and keys, random-looking strings, and the values of `TF_VAR_…` and of other variables
 * that are named as secrets, wherever they stand. References (`{ secret: 'name' }`) are shown. Pure.
 *
 * @param environment of the process
 */
export function maskPlan(plan: Plan, environment: NodeJS.ProcessEnv): Plan {
  const masker = maskerOf(environment);
  const text = (value: string): string => masker.text(value);
  return {
    ...plan,
    base: { ...plan.base, ref: text(plan.base.ref) },
    head: { ...plan.head, ref: text(plan.head.ref) },
    notes: plan.notes.map(text),
    environments: plan.environments.map((one) => maskEnvironment(one, masker)),
  };
}

interface Masker {
  readonly text: (text: string) => string;
  /** Any value under a path whose last part is its key. */
  readonly value: (path: string, value: unknown) => unknown;
}

function maskerOf(environment: NodeJS.ProcessEnv): Masker {
  const secrets = secretsOf(environment);
  const text = (given: string): string => {
    const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, MASKED), given);
    const formed = FORMS.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), known);
    return formed.replace(/[A-Za-z\d+/=_]{24,}/g, (word) => (looksRandom(word) ? MASKED : word));
  };
  const value = (path: string, given: unknown): unknown => {
    if (given === null || given === undefined || typeof given === 'boolean') return given;
    if (typeof given === 'string') return isSecretKey(path, given) ? MASKED : text(given);
    if (typeof given === 'number') return isSecretKey(path, String(given)) ? MASKED : given;
    if (Array.isArray(given)) return given.map((item: unknown) => value(path, item));
    if (typeof given !== 'object') return given;
    return Object.fromEntries(namedPairs(given).map(([key, item]) => [text(key), value(`${path}.${key}`, item)]));
  };
  return { text, value };
}

/** The entries of an object; `{ name: 'PASSWORD', value: '…' }`, as Kubernetes lists variables, as an entry of its name too. */
function namedPairs(given: object): readonly (readonly [string, unknown])[] {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(given);
  const name = entries.find(([key]) => key === 'name' || key === 'key')?.[1];
  if (typeof name !== 'string' || !isSecretKey(name, '')) return entries;
  return entries.map(([key, item]) => [key, key === 'value' ? MASKED : item]);
}

/** The name of a secret, to which a configuration refers: words without digits. */
const REFERENCE = /^[a-z]+(?:[_-][a-z]+)*$/;

function isSecretKey(path: string, value: string): boolean {
  const last = lastKey(path);
  if (last === 'secret' && REFERENCE.test(value)) return false;
  const words = wordsOf(last);
  return SECRET_KEY.test(words) && !NOT_SECRET_KEY.test(words);
}

/** `apiToken`, `API_TOKEN` and `api-token` are `api token`. */
const wordsOf = (key: string): string =>
  key
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .replace(/[^A-Za-z\d]+/g, ' ')
    .trim()
    .toLowerCase();

/** `prometheus.env[API_TOKEN]` ends in `API_TOKEN`; the number of an item in a list is not a key. */
const lastKey = (path: string): string => path.replace(/\[\d*\]/g, '').match(/([^.[\]]+)\]?$/)?.[1] ?? path;

/** Upper and lower case and digits throughout, as no word has them. A digest in lower-case hex is none. */
function looksRandom(word: string): boolean {
  if (!(/[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word))) return false;
  const changes = [...word].filter((letter, index) => index > 0 && kindOf(letter) !== kindOf(word[index - 1] ?? '')).length;
  return changes >= word.length / 3;
}

const kindOf = (letter: string): string => (/\d/.test(letter) ? 'digit' : /[A-Z]/.test(letter) ? 'upper' : 'lower');

function maskEnvironment(plan: EnvironmentPlan, masker: Masker): EnvironmentPlan {
  const { text } = masker;
  const config = (change: ConfigChange): ConfigChange => maskChange(change, masker);
  return {
    ...plan,
    ...(plan.problem === undefined ? {} : { problem: text(plan.problem) }),
    config: plan.config.map(config),
    resources: plan.resources.map((resource) => ({
      ...resource,
      attributes: resource.attributes.map((attribute): AttributeChange => ({ ...attribute, path: text(attribute.path) })),
    })),
    files: plan.files.map((file): FileChange => ({ ...file, changes: file.changes.map((change) => maskNative(change, masker)) })),
    releases: plan.releases.map((release) => ({ ...release, values: release.values.map(config) })),
    alerts: plan.alerts.map((alert) => ({ ...alert, changes: alert.changes.map(config) })),
    risks: plan.risks.map((risk) => ({ ...risk, subject: text(risk.subject), text: text(risk.text) })),
    violations: plan.violations.map((violation) => ({ ...violation, text: text(violation.text) })),
  };
}

function maskChange(change: ConfigChange, { text, value }: Masker): ConfigChange {
  return {
    ...change,
    path: text(change.path),
    ...('before' in change ? { before: value(change.path, change.before) } : {}),
    ...('after' in change ? { after: value(change.path, change.after) } : {}),
    ...(change.difference === undefined ? {} : { difference: text(change.difference) }),
  };
}

function maskNative(change: NativeChange, { text }: Masker): NativeChange {
  const secret = isSecretKey(change.name, '');
  const side = (given: string): string => (secret ? MASKED : text(given));
  return {
    ...change,
    name: text(change.name),
    ...(change.before === undefined ? {} : { before: side(change.before) }),
    ...(change.after === undefined ? {} : { after: side(change.after) }),
  };
}
