import { describeRow, type Rows } from '../../../cli/terminal/rows';
import { advance } from '../../../cli/terraform/changes';
import type { Action, Resource, TerraformEvent } from '../../../cli/terraform/events';

const resource = (type: string, name: string): Resource => ({ address: `${type}.${name}`, type, name });
const prometheus = resource('docker_container', 'prometheus');
const planned = (of: Resource, action: Action): TerraformEvent => ({ kind: 'planned', resource: of, action });

/** The rows after events that are a second apart. */
const rowsAfter = (...events: readonly TerraformEvent[]): Rows =>
  events.reduce<Rows>((rows, event, index) => advance(rows, event, index * 1_000), new Map());
const text = (rows: Rows, title: string, now: number): string | undefined => {
  const row = rows.get(title);
  return row === undefined ? undefined : describeRow(row, now);
};

describe('advance', () => {
  it('follows a component from plan to end', () => {
    const events: readonly TerraformEvent[] = [
      planned(prometheus, 'create'),
      { kind: 'started', resource: prometheus, action: 'create' },
      { kind: 'completed', resource: prometheus, action: 'create' },
    ];
    expect(text(rowsAfter(...events.slice(0, 1)), 'prometheus', 0)).toBe('waiting');
    expect(text(rowsAfter(...events.slice(0, 2)), 'prometheus', 7_000)).toBe('creating… 6 s');
    expect(text(rowsAfter(...events), 'prometheus', 99_000)).toBe('created in 1 s');
  });

  it('takes a replacement for done only when the new container exists', () => {
    const events: readonly TerraformEvent[] = [
      planned(prometheus, 'replace'),
      { kind: 'started', resource: prometheus, action: 'delete' },
      { kind: 'completed', resource: prometheus, action: 'delete' },
      { kind: 'started', resource: prometheus, action: 'create' },
      { kind: 'completed', resource: prometheus, action: 'create' },
    ];
    expect(text(rowsAfter(...events.slice(0, 4)), 'prometheus', 5_000)).toBe('replacing… 4 s');
    expect(text(rowsAfter(...events), 'prometheus', 5_000)).toBe('replaced in 3 s');
  });

  it('shows images as one row', () => {
    const images = ['busybox_1_37', 'grafana_loki_3_7_8'].map((name) => resource('docker_image', name));
    const rows = rowsAfter(
      ...images.map((image) => planned(image, 'create')),
      ...images.map((image): TerraformEvent => ({ kind: 'started', resource: image, action: 'create' })),
      ...images.slice(0, 1).map((image): TerraformEvent => ({ kind: 'completed', resource: image, action: 'create' })),
    );
    expect([...rows.keys()]).toEqual(['images']);
    expect(text(rows, 'images', 9_000)).toBe('creating… 1/2');
  });

  it('keeps a failure apart from what was stopped because of it', () => {
    const loki = resource('docker_container', 'loki');
    const rows = rowsAfter(
      planned(prometheus, 'create'),
      planned(loki, 'create'),
      { kind: 'started', resource: prometheus, action: 'create' },
      { kind: 'started', resource: loki, action: 'create' },
      { kind: 'errored', resource: prometheus, action: 'create' },
      { kind: 'stopped', resource: loki, action: 'create' },
    );
    expect(text(rows, 'prometheus', 9_000)).toBe('failed after 2 s');
    expect(text(rows, 'loki', 9_000)).toBe('stopped after 2 s');
  });

  it('shows nothing for what is only read', () => {
    expect(rowsAfter(planned(prometheus, 'noop'), planned(prometheus, 'read')).size).toBe(0);
  });
});
