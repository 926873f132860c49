import type { StackTraceLanguage } from '../../config/schema/otel-collector';
import type { Native } from '../core/native';

/** How lines of a stack trace begin that cannot be the first line of anything, by the language that writes them (RE2). */
const CONTINUATIONS: Readonly<Record<StackTraceLanguage, readonly string[]>> = {
  python: [
    '$',
    'Traceback \\(most recent call last\\):',
    'During handling of the above exception',
    'The above exception was the direct cause',
    '(?:[A-Za-z_]\\w*\\.)*[A-Z]\\w*(?:Error|Exception|Warning|Exit|Interrupt|Iteration|Group)(?::|$)',
  ],
  java: ['(?:[a-z_$][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error|Throwable)(?::|$)', 'Caused by: '],
  go: [
    '$',
    'goroutine \\d+ \\[',
    '\\[signal ',
    'created by ',
    'exit status \\d',
    // net/http.(*conn).serve(0xc0001, {0x1, 0x2})
    '[\\w.-]+(?:/[\\w.-]+)*\\.(?:\\(\\*?\\w+\\)\\.)?[\\w.]+(?:\\[\\.\\.\\.\\])?\\(.*\\)$',
  ],
  node: ['$', '(?:Uncaught )?[A-Z]?\\w*Error(?: \\[\\w+\\])?(?:: |$)', '\\}$', 'Node\\.js v\\d', 'node:internal/'],
};

/** What stands in a line that a stack trace may follow. */
const HERALDS = [
  'rror',
  'RROR',
  'xception',
  'anic',
  'fatal',
  'FATAL',
  'ritical',
  'RITICAL',
  'SEVERE',
  'ailed',
  'WARN',
  'arning',
  'nhandled',
  '.js:',
  '.ts:',
];

const anyOf = (conditions: readonly string[]): string => conditions.join(' or ');

/**
 * Joins the lines of a stack trace with the line before them. Only what may be followed by one waits, for a second at most: of all other lines
 * none is in memory when the agent is killed. A line of JSON is whole.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/stanza/docs/operators/recombine.md
 */
export function joinedStackTraces(languages: readonly StackTraceLanguage[]): readonly Native[] {
  if (languages.length === 0) return [];
  const continuations = [...new Set(languages.flatMap((language) => CONTINUATIONS[language]))];
  const continues = `body matches ${JSON.stringify(`^(?:\\s|${continuations.join('|')})`)}`;
  const heralds = HERALDS.map((text) => `body contains ${JSON.stringify(text)}`);
  return (['stdout', 'stderr'] as const).map((stream) => ({
    type: 'recombine',
    id: `stack-traces-${stream}`,
    if: `attributes["log.iostream"] == "${stream}" and not (body startsWith "{") and (${anyOf([continues, ...heralds])})`,
    combine_field: 'body',
    combine_with: '\n',
    is_first_entry: `not (${continues})`,
    source_identifier: 'attributes["log.file.path"]',
    force_flush_period: '1s',
    max_batch_size: 1_000,
    max_log_size: '256KiB',
  }));
}
