import fc from 'fast-check';
import { marked } from 'marked';
import { code, html, prose } from '../../../plan/formats/escape';
import { formatMarkdown, LONGEST_COMMENT } from '../../../plan/formats/markdown';
import type { ConfigChange, EnvironmentPlan } from '../../../plan/model';
import { elements } from '../../support/markup';
import { environmentPlanOf, fullPlan, planOfEnvironments } from '../../support/plans';

/** Each block is closed, and after a table, a list or a heading comes a blank line before HTML. */
function mustBeWhole(text: string): void {
  const lines = text.split('\n');
  let depth = 0;
  lines.forEach((line, index) => {
    if (line.startsWith('<details>')) {
      depth += 1;
      expect(line).toMatch(/^<details><summary>.*<\/summary>$/);
      expect(lines[index + 1]).toBe('');
    }
    if (line === '</details>') {
      depth -= 1;
      expect(lines[index - 1]).toBe('');
    }
    expect(depth).toBeGreaterThanOrEqual(0);
    if (line.startsWith('| ')) expect(line).toMatch(/ \|$/);
  });
  expect(depth).toBe(0);
}

const changes = (number: number): readonly ConfigChange[] =>
  Array.from({ length: number }, (_, index) => ({ path: `some.path[${index}].value`, before: 'x'.repeat(100), after: index }));

/** What somebody may put into a name to have a comment call people, lead elsewhere, or show something else. */
const NASTY = [
  ...[
    '</details>',
    '</summary>',
    '<!--',
    '-->',
    '<img src=x>',
    '<script>',
    '<b',
    '`',
    '``',
    '```',
    '|',
    '\\|',
    '\\',
    '',
    '    x',
    '$x$',
    '$`x`$',
  ],
  ...[
    '@team',
    '@org/team',
    '&#64;team',
    '&commat;team',
    '&#x40;team',
    '@\u200bteam',
    '\u200b@team',
    '`@team`',
    'a@team',
    'a@b.example',
    '-@team',
  ],
  ...['#12', 'a/b#12', '&#35;12', 'GH-12', 'gh-12', 'GL-12', 'user@a5c3785', 'a/b@a5c3785ed8d6a35868bc169f07e40e889087fd2e'],
  ...['a5c3785ed8d6a35868bc169f07e40e889087fd2e', 'a5c3785', '1234567', '!12', '~bug', '%"9.1"', '&12', '[vulnerability:1]', '/close'],
  ...[
    'https://x.example',
    '<https://x.example>',
    'www.x.example',
    '_www.x.example',
    'ftp://x.example',
    'mailto:a@b.example',
    '[a](b)',
    '![a](b)',
  ],
  ...[
    '[a]: b',
    '[a][b]',
    '[^1]',
    '[ ] x',
    '- x',
    '+ x',
    '* x',
    '1. x',
    '1) x',
    '# x',
    '> x',
    '---',
    '- - -',
    '===',
    '~~x~~',
    '**x**',
    '__x__',
    '> [!NOTE]',
  ],
  ...[':tada:', ':+1:', '\n\n# x', '\r\n| a |', '\u2028- x', '\u202eabc', '\ud83d', '| --- |', 'x\ttabbed', '&lt;b&gt;', '&amp;#64;team'],
];

const nasty = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...NASTY, ' ', 'x'), { maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);

/** What the comment is made of itself. */
const OWN_ELEMENTS = 'h3 p code strong em b details summary ul li table thead tbody tr th td'.split(' ');

/** What is made links of when a comment is shown: by GitHub in the rendered text, and by whatever reads it. */
const LINKS = [
  /(?:^|[^\w@])@[a-z0-9]/i,
  /[\w.-]+@[\w-]+\.\w|[\w-]+@[0-9a-f]{7,40}\b/i,
  /#\d|\bG[HL]-\d/i,
  /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/i,
  /:\/\/|www\./i,
  /:[\w+-]+:/,
  /[!~%^&][\w"]|\[\w+:/,
];

const decoded = (markup: string): string =>
  markup
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&#39;|&quot;|&lt;|&gt;/g, ' ')
    .replaceAll('&amp;', '&');

/** What a reader of Markdown makes of a comment: elements of its own, rows of one length, and no link in what was written by others. */
function mustShowItself(comment: string): void {
  const page = marked.parse(comment.replace(/^<!-- o11y plan -->\n/, ''), { async: false, gfm: true });
  expect([...new Set(elements(page).map(({ name }) => name))].filter((name) => !OWN_ELEMENTS.includes(name))).toEqual([]);
  const items = comment.split('\n').filter((line) => /^ *-(?: |$)/.test(line));
  expect(page.match(/<li>/g)?.length ?? 0).toBe(items.length);
  for (const [table] of page.matchAll(/<table>[\s\S]*?<\/table>/g)) {
    const lengths = [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) => row.match(/<t[hd]>/g)?.length);
    expect(new Set(lengths).size).toBe(1);
    expect(table).not.toContain('<ul>');
  }
  const text = decoded(page.replaceAll(/<code>[\s\S]*?<\/code>/g, ' ').replaceAll(/<[^>]*>/g, '\n'));
  for (const link of LINKS) expect(link.exec(text)?.[0]).toBeUndefined();
  // A reply by mail has no markup.
  expect(/(?:^|[^\w@])@[a-z0-9]/i.exec(decoded(page.replaceAll(/<[^>]*>/g, '\n')))?.[0]).toBeUndefined();
}

describe('a plan as a comment', () => {
  it('has risks and violations on top, a table of environments, and folded details', () => {
    const text = formatMarkdown(fullPlan);
    mustBeWhole(text);
    expect(text.slice(0, text.indexOf('<details>'))).toBe(`<!-- o11y plan -->
### Plan: 1 environment of 3 changes, 1 could not be compared

\`main (a1b2c3d)\` → \`working tree\`

**⛔ Against the policy**

- **dev** \`dataLoss\`: retention.traces is not acknowledged.

**Risks**

- 🔴 **dev**: high, data loss: \`retention.traces\` Traces older than 1 d go within the hour.
- 🟡 **dev**: low, downtime: \`container tempo\` No traces are read for some seconds.

| environment | what happens | alerts | cost a month |
| --- | --- | --- | --- |
| dev | 1 updated in place, 1 replaced, 1 moved &#40;restarts tempo&#41; | 1 added, 1 retuned | &#36;70.00 → &#36;65.50 &#40;−&#36;4.50&#41; |
| prod | ❌ could not be compared | – | – |
| staging | no differences | – | &#36;1.00 |

- edits that are not committed are part of the plan: a.ts

`);
    for (const part of [
      '<summary><b>dev</b>: 1 updated in place, 1 replaced, 1 moved (restarts tempo)</summary>',
      '| `retention.traces` | `3d` | `1d` | −2 d |\n| `services[checkout].tier` | *not set* | `critical` |  |',
      '| `docker_container.tempo` | replaced | `upload[/etc/tempo.yaml]` | restart |',
      '| `docker_network.b` | moved from `docker_network.a` |  |  |',
      '- `HighLatency` retuned\n  - `for`: `5m` → `10m` (+5 min)',
      '- **tempo** `/etc/tempo.yaml` changed\n  - key `compactor.block&#95;retention` changed'.replace('&#95;', '_'),
      '- **tempo** changed, chart `2.2.3` → `2.2.4`\n  - `persistence.size`: `12Gi` → `23Gi` (+11 GiB)',
      '| tempo | &#36;20.00 | &#36;15.50 | −&#36;4.50 |',
      '<summary><b>prod</b>: could not be compared</summary>\n\n- main: prod: retention.logs.total &#40;12h&#41; must be at least 24h\n- main: second\n\n</details>',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shortens the largest sections by whole rows, and says what is missing', () => {
    const text = formatMarkdown(
      planOfEnvironments(environmentPlanOf({ config: changes(3_000), alerts: fullPlan.environments[0]?.alerts ?? [] })),
    );
    mustBeWhole(text);
    expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    expect(text.length).toBeGreaterThan(LONGEST_COMMENT / 3);
    expect(text).toContain('<summary>Configuration (3000)</summary>');
    expect(text).toMatch(/\n\n\*\d+ of 3000 values left out to fit in a comment\*\n\n<\/details>/);
    expect(text).toContain('- `HighLatency` retuned');
  });

  it('keeps the top where even empty details have no room', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => environmentPlanOf({ name: `environment-${index}`, config: changes(2) }));
    const text = formatMarkdown(planOfEnvironments(...many));
    mustBeWhole(text);
    expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    expect(text).toMatch(/\n\*\d+ of 2000 environments left out to fit in a comment\*\n/);
    expect(text).toContain('*The details of all environments are left out to fit in a comment*');
  });

  it('is whole and short enough whatever is in it', () => {
    const change = fc.record({ path: nasty, before: nasty, after: fc.oneof(nasty, fc.jsonValue()), difference: nasty });
    const environment: fc.Arbitrary<EnvironmentPlan> = fc
      .record({
        name: nasty,
        config: fc.array(change, { maxLength: 20 }),
        problem: nasty,
        violations: fc.array(fc.record({ rule: fc.constant('dataLoss' as const), text: nasty }), { maxLength: 2 }),
        resources: fc.array(
          fc.record({
            address: nasty,
            type: nasty,
            component: nasty,
            from: nasty,
            action: fc.constant('replace' as const),
            effect: fc.constant('restart' as const),
            attributes: fc.array(fc.record({ path: nasty, replaces: fc.constant(true) }), { maxLength: 2 }),
          }),
          { maxLength: 3 },
        ),
        alerts: fc.array(
          fc.record({ alert: nasty, action: fc.constant('retuned' as const), changes: fc.array(change, { maxLength: 1 }) }),
          {
            maxLength: 2,
          },
        ),
        releases: fc.array(
          fc.record({
            release: nasty,
            action: fc.constant('changed' as const),
            chart: fc.record({ before: nasty, after: nasty }),
            values: fc.array(change, { maxLength: 1 }),
          }),
          { maxLength: 2 },
        ),
        risks: fc.array(
          fc.record({ kind: fc.constant('downtime' as const), severity: fc.constant('high' as const), subject: nasty, text: nasty }),
        ),
        files: fc.array(
          fc.record({
            component: nasty,
            path: nasty,
            action: fc.constant('changed' as const),
            changes: fc.array(
              fc.record({ action: fc.constant('changed' as const), kind: nasty, name: nasty, before: nasty, after: nasty }),
            ),
          }),
        ),
      })
      .map(environmentPlanOf);
    const about = fc.record({ notes: fc.array(nasty, { maxLength: 3 }), base: fc.record({ ref: nasty }), head: fc.record({ ref: nasty }) });
    const longest = fc.constantFrom(1_500, 5_000, LONGEST_COMMENT);
    fc.assert(
      fc.property(fc.array(environment, { maxLength: 5 }), about, longest, (environments, said, longest) => {
        const text = formatMarkdown({ ...planOfEnvironments(...environments), ...said }, longest);
        expect(text.length).toBeLessThanOrEqual(longest);
        expect(text.split('\n')[0]).toBe('<!-- o11y plan -->');
        mustBeWhole(text);
        mustShowItself(text);
      }),
      { numRuns: 60 },
    );
  });
});

describe('escaping', () => {
  it.each([
    ['ping @team/ops, fixes #12 and GH-7', 'ping @\u200bteam/ops, fixes &#35;\u200b12 and GH-\u200b7'],
    ['<b>*a*</b> | [x](y) `c` $1$', '&lt;b&gt;&#42;a&#42;&lt;/b&gt; &#124; &#91;x&#93;&#40;y&#41; &#96;c&#96; &#36;1&#36;'],
    ['see https://x.example/y :tada:', 'see https:\u200b//x.example/y :\u200btada:'],
    ['a\n\n# b', 'a &#35; b'],
  ])('takes %j as it is', (text, expected) => expect(prose(text)).toBe(expected));

  it.each([
    ['plain', '`plain`'],
    ['', '*empty*'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['a|b@c', '<code>a&#124;b@\u200bc</code>'],
    ['a\\b', '<code>a&#92;b</code>'],
    ['</details>', '`</details>`'],
  ])('takes %j as code', (text, expected) => expect(code(text)).toBe(expected));

  it('takes a text into HTML', () => {
    expect(html('<a href="x">&\n@me')).toBe('&lt;a href=&quot;x&quot;&gt;&amp; @\u200bme');
  });
});
