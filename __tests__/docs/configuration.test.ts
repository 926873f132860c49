import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderConfigReference } from '../../config/reference';

const page = readFileSync(join(__dirname, '../../docs/configuration.md'), 'utf8');

test('the configuration reference says what the schema says: npm run docs', () => {
  expect(page).toBe(renderConfigReference());
});

test('every key has a type and a meaning', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(80);
  for (const row of rows) {
    const [, key, type, fallback, meaning] = row.split(/(?<!\\)\|/).map((text) => text.trim());
    expect([key, type]).not.toContain('any');
    expect([key, fallback]).not.toContain('');
    if (!type?.startsWith('`"')) expect([key, meaning]).not.toContain('');
  }
});
