import type { EnvironmentConfig } from '../../config/schema/environment';

/** Attributes whose value is a credential by their name alone. */
export const BUILT_IN_KEYS: readonly string[] = [
  'authorization',
  'cookie',
  'password',
  'passwd',
  'secret',
  'api[-_.]?key',
  'access[-_.]?key',
  'private[-_.]?key',
  '(access|refresh|auth|id|session|bearer)[-_.]?token',
];

/** What is a credential or personal datum wherever it stands (RE2). */
export const BUILT_IN_VALUES: readonly string[] = [
  // Authorization headers: the scheme with what follows it.
  '(?i)\\b(?:bearer|basic)\\s+[a-z0-9._~+/-]{8,}=*',
  // JSON web tokens.
  '\\beyJ[\\w-]{5,}\\.[\\w-]{5,}\\.[\\w-]*',
  // Keys by the prefixes that their issuers give them.
  '\\b(?:sk|pk|rk)[-_](?:[a-zA-Z]+[-_])*[a-zA-Z0-9_-]{16,}',
  '\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b',
  '\\b(?:gh[pousr]|github_pat|glpat|xox[abeprs]|pat)[-_.][a-zA-Z0-9_.-]{10,}',
  // key=value and "key": "value".
  '(?i)\\b(?:api[-_]?key|access[-_]?token|auth[-_]?token|password|passwd|secret)["\']?\\s*[:=]\\s*["\']?[^\\s"\'&,;}]{4,}',
  // The password of a URL.
  '://[^\\s:/@]+:[^\\s/@]+@',
  // E-mail addresses.
  '[a-zA-Z0-9._%+-]+@[a-zA-Z0-9-]+(?:\\.[a-zA-Z0-9-]+)+',
  // Payment cards, in groups or whole, by the prefixes of their issuers.
  '\\b(?:4\\d{3}|5[1-5]\\d{2}|2[2-7]\\d{2}|6011|65\\d{2}|3[47]\\d{2})[ -]?\\d{4,6}[ -]?\\d{4,5}(?:[ -]?\\d{3,4})?\\b',
];

/** The redaction in force: built-in patterns, unless switched off, then the configured ones. */
export const redactionPatterns = (config: EnvironmentConfig['redaction']) => ({
  keys: [...(config.builtIn ? BUILT_IN_KEYS : []), ...config.keys],
  values: [...(config.builtIn ? BUILT_IN_VALUES : []), ...config.values],
});
