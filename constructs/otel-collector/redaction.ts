import type { EnvironmentConfig } from '../../config/schema/environment';

/*
 * Every pattern is tried on every attribute of every span, so that their form decides what redaction costs. Go's regexp finds a
 * literal start with one search, and walks through the text for anything else: a pattern that begins with \b, (?i), a class or an
 * alternation takes 4 to 15 µs a span, one that begins with a literal 0.2 µs, and all of them in one alternation 53 µs. Hence one
 * pattern per literal, and words less their first letter, which may be of either case.
 */

/** Attributes whose value is a credential by their name alone. */
const BUILT_IN_KEYS: readonly string[] = [
  'uthorization',
  'AUTHORIZATION',
  'ookie',
  'COOKIE',
  'assword',
  'asswd',
  'PASSW',
  'ecret',
  'SECRET',
  'redential',
  // api_key, api-key, api.key, apiKey, X-API-Key. Not api_key_hash: hashes are how a key may be told apart.
  'pi[-_.]?[kK]ey$',
  'PI[-_.]?K(?:ey|EY)$',
  'rivate[-_.]?[kK]ey',
  'ccess[-_.]?[kK]ey',
  // access_token, sessionToken. Not gen_ai.usage.input_tokens.
  'oken$',
  'TOKEN$',
];

/**
 * What comes after "Bearer" and is no word: somewhere behind its first letter, it has what words have not. "Bearer authentication failed" has none.
 */
const TOKEN = [
  '[\\w.~+/=-][a-z]{0,60}[A-Z0-9._~+/=-][A-Za-z0-9._~+/=-]{6,}',
  '[\\w.~+/=-][a-z]{6,60}[A-Z0-9][A-Za-z0-9._~+/=-]*',
  '[A-Za-z0-9._~+/=-]{24,}',
].join('|');

/** Four letters of base64 that stand for three of ASCII: what English words are only by chance. */
const ASCII = '[I-Za-f][C-HS-Xi-nyz0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/]';

/** A user and a password in base64, which are no word. */
const CREDENTIALS = `${ASCII}(?:${ASCII}[A-Za-z0-9+/]*={0,2}|[A-Za-z0-9+/]+={1,2})`;

/** All words of a length but one, as an expression. */
function otherThan(word: string): string {
  const [first = '', rest = ''] = [word.slice(0, 1), word.slice(1)];
  const others = `[^\\W\\d_${first}${first.toUpperCase()}]`;
  const behind = rest.length === 0 ? '' : `[A-Za-z]{${rest.length}}`;
  return rest === '' ? others : `(?:${others}${behind}|${first}${otherThan(rest)})`;
}

/**
 * A domain: not the version of a package (express@4.18.2), not a unit of systemd (user@1000.service). Its names have letters, but for the providers
 * of mail that are called by a number.
 */
const DOMAIN = `(?:[\\w-]*[A-Za-z][\\w-]*|1(?:26|39|63|89))(?:\\.[\\w-]+)*\\.(?:[A-Za-z]{2,6}|${otherThan('service')}|[A-Za-z]{8,})\\b`;

/** What is a credential or personal datum wherever it stands (RE2). */
const BUILT_IN_VALUES: readonly string[] = [
  // Authorization headers: the scheme, less its first letter, with what follows it.
  ...['earer', 'EARER'].map((scheme) => `${scheme}\\s+(?:${TOKEN})`),
  `asic\\s+${CREDENTIALS}`,
  // JSON web tokens.
  'eyJ[\\w-]{5,}\\.[\\w-]{5,}\\.?[\\w-]*',
  // Keys by the prefixes that their issuers give them: OpenAI, Anthropic and Stripe, AWS, GitHub, GitLab, Slack, Google, Airtable.
  'sk-[A-Za-z0-9_-]{16,}',
  'sk_[A-Za-z0-9_]{16,}',
  'rk_[A-Za-z0-9_]{16,}',
  'AKIA[A-Z0-9]{16}',
  'ASIA[A-Z0-9]{16}',
  'gh[pousr]_[A-Za-z0-9]{20,}',
  'github_pat_\\w{20,}',
  'glpat-[\\w-]{16,}',
  'xox[abeoprs]-[A-Za-z0-9-]{10,}',
  'AIza[\\w-]{30,}',
  'pat[A-Za-z0-9]{14}\\.[0-9a-f]{32,}',
  // User and password of a URL; before e-mail addresses, which they look like.
  '://[^/\\s:@]*:[^/\\s@]+@',
  // key=value and "key": "value".
  ...['assword', 'ASSWORD', 'asswd', 'ecret', 'SECRET', 'pi_key', 'pi-key', 'piKey', 'pikey', 'PI_KEY', '_token', 'Token', 'TOKEN'].map(
    (key) => `${key}["']?\\s*[=:]\\s*["']?[^\\s"'&,;]{4,}`,
  ),
  // E-mail addresses: no literal to begin with. What comes after the @ is looked at only where there is one.
  `[\\w.%+-]+@${DOMAIN}`,
  // Payment cards in groups, of any issuer; in one piece only of those whose numbers do not begin as a year does. Telling issuers apart by their
  // first two digits costs half as much again, and the check digit is beyond a regular expression.
  '\\b(?:[2-6]\\d{3}[ -](?:\\d{4}[ -]\\d{4}[ -]\\d{4}|\\d{6}[ -]\\d{5})|[3-6]\\d{14}\\d?)\\b',
];

/** The redaction in force: built-in patterns, unless switched off, then the configured ones. */
export const redactionPatterns = (config: EnvironmentConfig['redaction']) => ({
  keys: [...(config.builtIn ? BUILT_IN_KEYS : []), ...config.keys.map((pattern) => `(?i)${pattern}`)],
  values: [...(config.builtIn ? BUILT_IN_VALUES : []), ...config.values],
  /** Values that stay as they are, when all of them matches. */
  allowed: config.allowedValues.map((pattern) => `^(?:${pattern})$`),
});
