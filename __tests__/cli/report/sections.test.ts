import { load } from 'js-yaml';
import type { Platform } from '../../../constructs/core/platform';
import { zonesOf } from '../../../constructs/core/topology';
import { boxes, labels, overlaps, plainText, tableRows } from '../../support/markup';
import { fileOf } from '../../support/platform';
import { dev, full, platform, prod, render } from '../../support/report';

describe('topology', () => {
  it.each([dev, full, prod])('draws every component once, and nothing over anything else: $config.name', async (of) => {
    const drawing = await render('topology', of);
    const drawn = boxes(drawing);
    expect(drawn.map(({ text }) => text)).toEqual(expect.arrayContaining(of.components.map(({ name }) => name)));
    expect(new Set(drawn.map(({ text }) => text)).size).toBe(drawn.length);
    expect(overlaps([...drawn, ...labels(drawing)])).toEqual([]);
  });

  it.each([dev, full, prod])('has all connections in a table: $config.name', async (of) => {
    const rows = tableRows(await render('topology', of)).slice(1);
    expect(rows).toEqual(
      of.edges.map(({ from, to, endpoint, port, protocol, purpose }) => [from, to, endpoint, String(port), protocol, purpose]),
    );
  });

  it('draws no arrow for a scrape or a probe, but a mark on what is scraped or probed', async () => {
    const drawing = await render('topology', dev);
    const shown = labels(drawing).map(({ text }) => text);
    expect(shown.filter((text) => /\b(?:scrape|probe)\b/.test(text))).toEqual([]);
    const marks = new Map(boxes(drawing).map(({ text, marks: found }) => [text, found]));
    expect(marks.get('loki')).toEqual(['scraped', 'probed']);
    expect(marks.get('prometheus')).toEqual(['probed']);
    expect(marks.get('People')).toEqual([]);
    const flows = dev.edges.filter(({ purpose }) => purpose !== 'scrape' && purpose !== 'probe');
    expect(shown.join(', ').split(', ')).toEqual(expect.arrayContaining(flows.map(({ purpose }) => purpose)));
  });

  it('draws what is around the platform, as far as it is used', async () => {
    const around = async (of: Platform): Promise<readonly string[]> =>
      boxes(await render('topology', of)).flatMap(({ text, external }) => (external ? [text] : []));
    expect(await around(full)).toEqual(['People', 'Services', 'Databases', 'Host', 'Container engine', 'Alert receivers']);
    expect(await around(dev)).toEqual(['People', 'Services', 'Host', 'Container engine']);
  });
});

describe('telemetry pipeline', () => {
  it.each([dev, full, prod])('draws the pipelines of the deployed file: $config.name', async (of) => {
    const drawing = plainText(await render('pipeline', of));
    const { service } = load(fileOf(of, 'otel-collector')) as {
      readonly service: { readonly pipelines: Record<string, Record<string, string[]>> };
    };
    expect(Object.keys(service.pipelines)).toEqual(expect.arrayContaining(['traces', 'metrics', 'logs']));
    for (const [name, pipeline] of Object.entries(service.pipelines)) {
      const { receivers = [], processors = [], exporters = [] } = pipeline;
      const through = processors.length === 0 ? '' : ` through ${processors.join(', ')}`;
      expect(drawing).toContain(`${name}: from ${receivers.join(', ')}${through} to ${exporters.join(', ')}.`);
    }
  });

  it('follows an edit of the file, since there is no second list', async () => {
    const components = dev.components.map((component) => ({
      ...component,
      files: JSON.parse(JSON.stringify(component.files).replaceAll('memory_limiter', 'another_limiter')),
    }));
    const drawing = await render('pipeline', { ...dev, components });
    expect(boxes(drawing).find(({ text }) => text === 'logs')?.steps[0]).toBe('another_limiter');
    expect(drawing).not.toContain('memory_limiter');
  });

  it.each([dev, full, prod])('puts no box on another: $config.name', async (of) => {
    for (const drawing of (await render('pipeline', of)).split('<h4>').slice(1)) expect(overlaps(boxes(drawing))).toEqual([]);
  });

  it('shows where data comes in and goes out, and that Jaeger is a collector too', async () => {
    const drawing = await render('pipeline', full);
    expect(drawing).toContain('<h4>jaeger <small>');
    expect(plainText(drawing)).toContain('http://loki:3100/otlp');
    expect(plainText(drawing)).toContain('grpc 0.0.0.0:4317');
  });

  it('is left out without a collector', async () => {
    expect(
      await render('pipeline', { ...dev, components: dev.components.filter(({ product }) => !product.startsWith('otel-collector')) }),
    ).toBe('');
  });
});

describe('requests and limits', () => {
  it('lists every component, and adds up', async () => {
    const rows = tableRows(await render('resources', dev));
    expect(
      rows
        .slice(1, -1)
        .map(([name]) => name)
        .sort(),
    ).toEqual(dev.components.map(({ name }) => name).sort());
    expect(rows.find(([name]) => name === 'prometheus')).toEqual(['prometheus', '', '256 / 1024', '', '0.25 / 1']);
    const sum = (column: number, part: number): number =>
      rows.slice(1, -1).reduce((total, row) => total + Number(row[column]?.split(' / ')[part]), 0);
    expect(rows.at(-1)).toEqual([
      'Total',
      '',
      `${sum(2, 0)} / ${sum(2, 1)}`,
      '',
      `${sum(4, 0).toFixed(2).replace(/0$/, '')} / ${sum(4, 1)
        .toFixed(2)
        .replace(/\.?0+$/, '')}`,
    ]);
  });

  it('draws the bars to one scale', async () => {
    const row = /<th scope="row">grafana<\/th>.*/.exec(await render('resources', dev))?.[0] ?? '';
    // 256 and 512 of Prometheus' 1024 MiB; 0.25 and 0.5 of its one core.
    expect([...row.matchAll(/class="(limit|reserved)" width="([\d.]+)"/g)].map(([, part, width]) => [part, width])).toEqual([
      ['limit', '100'],
      ['reserved', '50'],
      ['limit', '100'],
      ['reserved', '50'],
    ]);
  });
});

describe('retention', () => {
  const widths = (drawing: string): readonly number[] =>
    [...drawing.matchAll(/class="(?:kept|hot)" x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, width]) => Number(width));

  it('draws ages on one logarithmic axis, the hot part of the logs inside the whole', async () => {
    const drawing = await render('retention', dev);
    const [metrics = 0, traces = 0, logs = 0, hot = 0, alerts = 0] = widths(drawing);
    const share = (days: number): number => Math.log(days * 24) / Math.log(90 * 24);
    expect(metrics / logs).toBeCloseTo(share(15), 3);
    expect(alerts / logs).toBeCloseTo(share(30), 3);
    expect(traces / logs).toBeCloseTo(share(7), 3);
    expect(hot).toBe(traces);
    expect(plainText(drawing)).toContain('15d, at most 10GB');
    expect(plainText(drawing)).toContain('90d, hot 7d');
  });

  it('says who keeps a signal, and when nobody does', async () => {
    expect(plainText(await render('retention', dev))).toMatch(/Traces\s*tempo/);
    expect(plainText(await render('retention', platform('none', { traces: { backend: 'none' } })))).toMatch(/Traces\s*not stored/);
  });

  it.each(['1h', '400d', '5000d'] as const)('stays within the drawing for %s', async (traces) => {
    const drawing = await render('retention', platform('edge', { retention: { traces } }));
    const [, width] = /viewBox="0 0 (\d+) /.exec(drawing) ?? [];
    for (const [, x, length] of drawing.matchAll(/class="(?:kept|hot)" x="(\d+)" y="\d+" width="([\d.]+)"/g)) {
      expect(Number(x) + Number(length)).toBeLessThanOrEqual(Number(width) - 150);
      expect(Number(length)).toBeGreaterThan(0);
    }
  });
});

describe('ports, networks and versions', () => {
  it('lists every endpoint, and links those that people open', async () => {
    const markup = await render('ports', dev);
    expect(tableRows(markup)).toHaveLength(1 + dev.components.flatMap(({ endpoints }) => endpoints).length);
    expect(tableRows(markup)).toContainEqual(['grafana http', '127.0.0.1:3001', 'grafana:3000', 'http', 'Open grafana']);
    expect(tableRows(markup)).toContainEqual(['loki http', '127.0.0.1:3100', 'loki:3100', 'http', '']);
    expect(markup).toContain('href="http://127.0.0.1:3001/"');
  });

  it.each([
    ['0.0.0.0', '0.0.0.0:3001', 'http://127.0.0.1:3001/'],
    ['::1', '[::1]:3001', 'http://[::1]:3001/'],
    ['::', '[::]:3001', 'http://[::1]:3001/'],
  ])('links an address that can be opened: %s', async (publishedAddress, shown, link) => {
    const markup = await render('ports', platform('dev', { target: { kind: 'docker', publishedAddress } }));
    expect(tableRows(markup).find(([name]) => name === 'grafana http')?.[1]).toBe(shown);
    expect(markup).toContain(`href="${link}"`);
  });

  it('publishes nothing on a host of a Kubernetes cluster', async () => {
    const markup = await render('ports', prod);
    expect(
      tableRows(markup)
        .slice(1)
        .map((row) => row[1]),
    ).toEqual(Array(tableRows(markup).length - 1).fill('not published'));
    expect(markup).not.toContain('href');
  });

  it('lists the members of each network', async () => {
    const rows = tableRows(await render('networks', dev)).slice(1);
    expect(rows.map(([name]) => name)).toEqual([
      'o11y-dev-access',
      'o11y-dev-services',
      'o11y-dev-storage',
      'o11y-dev-control',
      'o11y-dev-inspection',
    ]);
    for (const [name = '', , members] of rows) {
      const zone = name.replace('o11y-dev-', '');
      const expected = dev.components.filter((component) => zonesOf(component, dev.components).some((candidate) => candidate === zone));
      expect(members?.split(' ')).toEqual(expected.map((component) => component.name));
    }
  });

  it('lists every image once, with all that use it', async () => {
    const rows = tableRows(await render('versions', dev)).slice(1);
    expect(rows.map(([image]) => image)).toEqual([...new Set(dev.components.map(({ image }) => image.repository))].sort());
    const { image } = dev.components.find(({ name }) => name === 'otel-collector') ?? {};
    expect(rows).toContainEqual([image?.repository, image?.tag, 'otel-collector, otel-collector-agent']);
  });
});
