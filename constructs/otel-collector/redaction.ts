import type { EnvironmentConfig } from '../../config/schema/environment';

/*
 * Every pattern is tried on every attribute of every span, so that their form decides what redaction costs. Go's regexp skips
 * ahead to a literal start and to nothing else: hence one pattern per literal, no (?i), and no \b in front.
 */

/** Attributes whose value is a credential by their name alone; a missing first letter stands for both of its cases. */
export const BUILT_IN_KEYS: readonly string[] = [
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

/** What is a credential or personal datum wherever it stands (RE2). */
export const BUILT_IN_VALUES: readonly string[] = [
  // Authorization headers: the scheme with what follows it.
  '[bB](?:earer|EARER)\\s+[A-Za-z0-9._~+/-]{8,}=*',
  'Basic\\s+[A-Za-z0-9+/]{8,}=*',
  // JSON web tokens.
  'eyJ[\\w-]{5,}\\.[\\w-]{5,}\\.[\\w-]*',
  // Keys by the prefixes that their issuers give them: OpenAI, Anthropic and Stripe, AWS, GitHub, GitLab, Slack, Google, Airtable.
  'sk[-_][A-Za-z0-9_-]{16,}',
  'rk_(?:live|test)_[A-Za-z0-9]{16,}',
  'AKIA[A-Z0-9]{16}',
  'ASIA[A-Z0-9]{16}',
  'gh[pousr]_[A-Za-z0-9]{20,}',
  'github_pat_\\w{20,}',
  'glpat-[\\w-]{16,}',
  'xox[abeprs]-[A-Za-z0-9-]{10,}',
  'AIza[\\w-]{30,}',
  'pat[A-Za-z0-9]{14}\\.[0-9a-f]{32,}',
  // key=value and "key": "value".
  '(?:[pP]assword|[pP]asswd|[sS]ecret|[aA]pi[-_]?[kK]ey|[tT]oken)["\']?\\s?[:=]\\s?["\']?[^\\s"\'&,;}]{6,}',
  // User and password of a URL.
  '://[^\\s:/@]+:[^\\s/@]+@',
  // E-mail addresses.
  '[a-zA-Z0-9._%+-]+@[a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)+',
  // Payment cards by the prefixes of their issuers, whole or in groups.
  '\\b(?:4[0-9]{3}|5[1-5][0-9]{2}|2[2-7][0-9]{2}|6011|65[0-9]{2})[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}\\b',
  '\\b3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}\\b',
];

/** The redaction in force: built-in patterns, unless switched off, then the configured ones. */
export const redactionPatterns = (config: EnvironmentConfig['redaction']) => ({
  keys: [...(config.builtIn ? BUILT_IN_KEYS : []), ...config.keys.map((pattern) => `(?i)${pattern}`)],
  values: [...(config.builtIn ? BUILT_IN_VALUES : []), ...config.values],
});
