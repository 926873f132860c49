import type { ComponentPlan, Role } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import { type External, SHARED_FILES, surroundingsOf } from './external';
import { type Html, html, identifier, table } from './html';
import { type DiagramEdge, type DiagramNode, LABEL_SIZE, type PlacedNode, placeDiagram } from './layout';
import { legend } from './overview';
import type { Section } from './section';
import { arrow, edgeLabel, figure, fitText, round, textWidth } from './svg';

/** Purposes of which nearly every component has one: a mark on the box says it, and arrows would hide all the others. */
const OBSERVATIONS = { scrape: 'scraped', probe: 'probed' } as const;

type Observation = keyof typeof OBSERVATIONS;

/** Purposes that name a signal. */
const SIGNAL_ROLES: Readonly<Record<string, Role>> = { metrics: 'metrics', logs: 'logs', traces: 'traces', alerts: 'alerting' };

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  collection: 'Collection',
  metrics: 'Metrics',
  logs: 'Logs',
  traces: 'Traces',
  alerting: 'Alerting',
  visualization: 'Visualization',
};

interface TopologyNode extends DiagramNode {
  readonly name: string;
  readonly detail: string;
  readonly role: Role | 'external';
  readonly marks: readonly string[];
}

interface TopologyEdge extends DiagramEdge {
  readonly purposes: readonly string[];
}

/** Who talks to whom, from the edge list. */
export const topologySection: Section = { id: 'topology', title: 'Topology', render: renderTopology };

async function renderTopology(platform: Platform): Promise<Html> {
  const { externals, edges: outer } = surroundingsOf(platform);
  const all = [...platform.edges, ...outer];
  const nodes = [
    ...platform.components.map((component) => componentNode(component, all)),
    ...externals.map((external) => externalNode(external, all)),
  ];
  const drawn = mergeEdges(all.filter(({ purpose }) => !isObservation(purpose)));
  const placed = await placeDiagram(nodes, drawn, { 'elk.direction': 'DOWN' });
  const roles = Object.entries(ROLE_NAMES).filter(([role]) => platform.components.some((component) => component.role === role));
  return html`<p>An arrow goes from the one that calls to the one that is called, with the purpose of the call; a dashed one is a directory that both mount.
A box marked <em>scraped</em> has its metrics read by ${observers(platform, 'scrape')}; one marked <em>probed</em> has its health checked by ${observers(platform, 'probe')}.</p>
${legend([...roles.map(([role, text]) => ({ className: `role-${role}`, text })), { className: 'role-external', text: 'Outside the platform' }])}
${figure({
  id: `${identifier(platform.config.name)}-topology-drawing`,
  title: `Topology of ${platform.config.platform} ${platform.config.name}`,
  description: `${nodes.length} boxes and ${drawn.length} arrows; the table of connections below has the same in words.`,
  width: placed.width,
  height: placed.height,
  content: [
    ...placed.edges.map(({ points, edge }) => arrow(points, edgeClass(edge))),
    ...placed.nodes.map(box),
    ...placed.edges.flatMap(({ edge, label }) => (label === undefined ? [] : [edgeLabel(edge.purposes.join(', '), label, LABEL_SIZE)])),
  ],
})}
${connections(platform)}`;
}

/** An arrow that carries a signal has the colour of its store; a dashed one is a directory that both sides mount. */
function edgeClass({ purposes }: TopologyEdge): string {
  const signal = purposes.find((purpose) => purpose in SIGNAL_ROLES);
  if (purposes.includes(SHARED_FILES)) return 'edge files';
  return signal === undefined ? 'edge' : `edge role-${SIGNAL_ROLES[signal]}`;
}

const isObservation = (purpose: string): purpose is Observation => purpose in OBSERVATIONS;

const observers = ({ edges }: Platform, observation: Observation): string =>
  [...new Set(edges.filter(({ purpose }) => purpose === observation).map(({ from }) => from))].join(', ') || 'nobody';

interface Call {
  readonly from: string;
  readonly to: string;
  readonly purpose: string;
}

/** One arrow for each pair of boxes, whatever the number of purposes. */
function mergeEdges(edges: readonly Call[]): readonly TopologyEdge[] {
  const merged = new Map<string, Call & { readonly purposes: readonly string[] }>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to}`;
    const purposes = merged.get(key)?.purposes ?? [];
    merged.set(key, { ...edge, purposes: purposes.includes(edge.purpose) ? purposes : [...purposes, edge.purpose] });
  }
  return [...merged.values()].map(({ from, to, purposes }) => ({ from, to, purposes, label: purposes.join(', ') }));
}

const NODE_HEIGHT = 60;
const NAME_SIZE = 13;
const DETAIL_SIZE = 11;
const MARK_SIZE = 10;
const PADDING = 14;

const componentNode = ({ name, image, role }: ComponentPlan, edges: readonly Call[]): TopologyNode =>
  sized({ id: name, name, detail: image.tag, role, marks: marks(name, edges) });

const externalNode = ({ id, name, detail }: External, edges: readonly Call[]): TopologyNode =>
  sized({ id, name, detail: fitText(detail, DETAIL_SIZE, 170), role: 'external', marks: marks(id, edges) });

const marks = (id: string, edges: readonly Call[]): readonly string[] =>
  Object.entries(OBSERVATIONS)
    .filter(([purpose]) => edges.some((edge) => edge.to === id && edge.purpose === purpose))
    .map(([, mark]) => mark);

function sized(node: Omit<TopologyNode, 'width' | 'height'>): TopologyNode {
  const second = textWidth(node.detail, DETAIL_SIZE) + (node.marks.length === 0 ? 0 : 12) + marksWidth(node.marks);
  return { ...node, width: Math.max(120, PADDING * 2 + Math.max(textWidth(node.name, NAME_SIZE, 'bold'), second)), height: NODE_HEIGHT };
}

const markWidth = (mark: string): number => textWidth(mark, MARK_SIZE) + 10;
const marksWidth = (all: readonly string[]): number => all.reduce((sum, mark) => sum + markWidth(mark) + 4, 0);

function box({ node, x, y }: PlacedNode<TopologyNode>): Html {
  const right = node.width - 10;
  return html`<g class="node role-${node.role}" transform="translate(${round(x)} ${round(y)})"><rect class="box" width="${node.width}" height="${node.height}" rx="8"/>${
    node.role !== 'external' && html`<path class="accent" d="M8 0H5A5 5 0 0 0 0 5V${node.height - 5}A5 5 0 0 0 5 ${node.height}H8Z"/>`
  }<text class="name" x="${PADDING}" y="25">${node.name}</text><text class="detail" x="${PADDING}" y="45">${node.detail}</text>${node.marks.map(
    (mark, index) => {
      const width = markWidth(mark);
      const left = right - marksWidth(node.marks.slice(index)) + 4;
      return html`<g class="mark" transform="translate(${left} 34)"><rect width="${width}" height="15" rx="7.5"/><text x="${width / 2}" y="11">${mark}</text></g>`;
    },
  )}</g>\n`;
}

function connections({ edges }: Platform): Html {
  return html`<details><summary>All ${edges.length} connections between components</summary>
${table({
  caption: 'Connections between components',
  columns: [
    { title: 'From' },
    { title: 'To' },
    { title: 'Endpoint' },
    { title: 'Port', numeric: true },
    { title: 'Protocol' },
    { title: 'Purpose' },
  ],
  rows: edges.map(({ from, to, endpoint, port, protocol, purpose }) => [from, to, endpoint, String(port), protocol, purpose]),
})}</details>`;
}
