import type { ComponentPlan } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import { type CollectorFile, type Pipeline, readCollectorFiles } from './collector-file';
import { type Html, html, identifier } from './html';
import { type DiagramEdge, type DiagramNode, type PlacedNode, placeDiagram } from './layout';
import { legend } from './overview';
import type { Section } from './section';
import { arrow, figure, fitText, round, textWidth } from './svg';

type Kind = 'receiver' | 'connector' | 'exporter' | 'pipeline';

interface PipelineNode extends DiagramNode {
  readonly kind: Kind;
  readonly name: string;
  /** What is inside or behind it: an address, or the processors in their order. */
  readonly lines: readonly string[];
  /** Class of its colour. */
  readonly className: string;
}

interface PipelineEdge extends DiagramEdge {
  readonly className: string;
}

/** What happens to telemetry on its way, drawn from the configuration files that the collectors get. */
export const pipelineSection: Section = {
  id: 'pipeline',
  title: 'Telemetry pipeline',
  render: async (platform) => {
    const files = platform.components.flatMap((component) => readCollectorFiles(component).map((file) => ({ component, file })));
    if (files.length === 0) return undefined;
    const drawings: Html[] = [];
    for (const { component, file } of files) drawings.push(await renderFile(platform, component, file));
    return html`<p>Read from the configuration files as they are deployed. Numbers give the order of a pipeline's processors; a connector ends one pipeline and begins another.</p>
${legend(['traces', 'metrics', 'logs'].map((signal) => ({ className: `role-${signal}`, text: `${signal.slice(0, 1).toUpperCase()}${signal.slice(1)}` })))}
${drawings}`;
  },
};

// As far left as possible, so that pipelines which begin at the same receiver stand below each other.
const OPTIONS = {
  'elk.layered.spacing.nodeNodeBetweenLayers': '44',
  'elk.layered.layering.strategy': 'LONGEST_PATH_SOURCE',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};

async function renderFile(platform: Platform, component: ComponentPlan, file: CollectorFile): Promise<Html> {
  const nodes = nodesOf(file);
  const placed = await placeDiagram(nodes, file.pipelines.flatMap(edgesOf), OPTIONS);
  return html`<h4>${component.name} <small>${component.description}</small></h4>
${figure({
  id: `${identifier(platform.config.name)}-pipeline-${identifier(component.name)}`,
  title: `Pipelines of ${component.name}`,
  description: file.pipelines.map(inWords).join(' '),
  width: placed.width,
  height: placed.height,
  content: [...placed.edges.map(({ points, edge }) => arrow(points, `edge ${edge.className}`)), ...placed.nodes.map(box)],
})}`;
}

const inWords = ({ name, receivers, processors, exporters }: Pipeline): string =>
  `${name}: from ${receivers.join(', ')}${processors.length === 0 ? '' : ` through ${processors.join(', ')}`} to ${exporters.join(', ')}.`;

/** `role-traces` for `traces/sampled`. */
const signalClass = (pipeline: string): string => `role-${identifier(pipeline.split('/')[0] ?? '')}`;

function nodesOf({ pipelines, connectors, details }: CollectorFile): readonly PipelineNode[] {
  const ends = (kind: 'receivers' | 'exporters'): readonly string[] => [...new Set(pipelines.flatMap((pipeline) => pipeline[kind]))];
  const isConnector = (name: string): boolean => connectors.includes(name);
  return [
    ...ends('receivers')
      .filter((name) => !isConnector(name))
      .map((name) => endNode('receiver', name, details.receivers(name))),
    ...pipelines.map(pipelineNode),
    ...ends('exporters')
      .filter(isConnector)
      .map((name) => endNode('connector', name, [])),
    ...ends('exporters')
      .filter((name) => !isConnector(name))
      .map((name) => endNode('exporter', name, details.exporters(name))),
  ];
}

const NAME_SIZE = 13;
const LINE_SIZE = 11.5;
const LINE_HEIGHT = 22;
const HEADER = 30;

const endId = (name: string): string => `end ${name}`;
const pipelineId = (name: string): string => `pipeline ${name}`;

function endNode(kind: Kind, name: string, lines: readonly string[]): PipelineNode {
  const fitted = lines.map((line) => fitText(line, LINE_SIZE, 320));
  return {
    id: endId(name),
    kind,
    name,
    lines: fitted,
    className: `end-${kind}`,
    last: kind === 'exporter',
    ...size(name, fitted, kind.length, 8),
  };
}

function pipelineNode({ name, processors }: Pipeline): PipelineNode {
  return {
    id: pipelineId(name),
    kind: 'pipeline',
    name,
    lines: processors,
    className: signalClass(name),
    ...size(name, processors, 0, 34),
  };
}

function size(
  name: string,
  lines: readonly string[],
  kindLength: number,
  indent: number,
): { readonly width: number; readonly height: number } {
  const header = textWidth(name, NAME_SIZE, 'bold') + (kindLength === 0 ? 0 : 24 + kindLength * 6);
  const width = Math.max(header, ...lines.map((line) => textWidth(line, LINE_SIZE) + indent));
  return { width: width + 28, height: HEADER + 8 + lines.length * LINE_HEIGHT + (lines.length === 0 ? 0 : 4) };
}

const edgesOf = ({ name, receivers, exporters }: Pipeline): readonly PipelineEdge[] => [
  ...receivers.map((receiver) => ({ from: endId(receiver), to: pipelineId(name), className: signalClass(name) })),
  ...exporters.map((exporter) => ({ from: pipelineId(name), to: endId(exporter), className: signalClass(name) })),
];

function box({ node, x, y }: PlacedNode<PipelineNode>): Html {
  return html`<g class="node ${node.className}" transform="translate(${round(x)} ${round(y)})"><rect class="box" width="${node.width}" height="${node.height}" rx="8"/>${
    node.kind === 'pipeline'
      ? html`<path class="accent" d="M8 0H5A5 5 0 0 0 0 5V${node.height - 5}A5 5 0 0 0 5 ${node.height}H8Z"/>`
      : html`<text class="kind" x="${node.width - 12}" y="23">${node.kind}</text>`
  }<text class="name" x="16" y="24">${node.name}</text>${node.lines.map((line, index) => lineOf(node, line, index))}</g>\n`;
}

function lineOf({ kind, width }: PipelineNode, line: string, index: number): Html {
  const top = HEADER + 4 + index * LINE_HEIGHT;
  if (kind !== 'pipeline') return html`<text class="detail" x="16" y="${top + 12}">${line}</text>`;
  return html`<g class="step" transform="translate(14 ${top})"><rect width="${width - 26}" height="${LINE_HEIGHT - 4}" rx="4"/><text class="order" x="8" y="13">${index + 1}</text><text class="detail" x="22" y="13">${line}</text></g>`;
}
