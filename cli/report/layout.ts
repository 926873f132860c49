import type { ElkExtendedEdge, ElkNode, ElkPoint, LayoutOptions } from 'elkjs/lib/elk-api';
import { textWidth } from './svg';

/** A box that the layout places. */
export interface DiagramNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Whether it belongs at the end of the drawing; where its arrows put it otherwise. */
  readonly last?: boolean;
}

/** An arrow that the layout routes around boxes and labels. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

export interface PlacedNode<Node> {
  readonly node: Node;
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge<Edge> {
  readonly edge: Edge;
  readonly points: readonly ElkPoint[];
  /** Centre of the label. */
  readonly label?: ElkPoint;
}

export interface Placed<Node, Edge> {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode<Node>[];
  readonly edges: readonly PlacedEdge<Edge>[];
}

/** Height of an edge's label and its font size. */
const LABEL_HEIGHT = 16;
export const LABEL_SIZE = 11;

// https://eclipse.dev/elk/reference/algorithms/org-eclipse-elk-layered.html
const OPTIONS: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.padding': '[top=12,left=12,bottom=12,right=12]',
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.componentComponent': '28',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  // The default; written down because the same input must give the same drawing.
  'elk.randomSeed': '1',
  // Tries at fewer crossings; the default of 7 leaves some that 30 finds a way around, for a few milliseconds more.
  'elk.layered.thoroughness': '30',
};

/** Places boxes in layers from left to right and routes the arrows between them at right angles. */
export async function placeDiagram<Node extends DiagramNode, Edge extends DiagramEdge>(
  nodes: readonly Node[],
  edges: readonly Edge[],
  options: LayoutOptions = {},
): Promise<Placed<Node, Edge>> {
  // A megabyte of program that no other command needs.
  const { default: ELK } = await import('elkjs/lib/elk.bundled.js');
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: { ...OPTIONS, ...options },
    children: nodes.map(toElkNode),
    edges: edges.map(toElkEdge),
  };
  const placed = await new ELK().layout(graph);
  const placedNodes = new Map((placed.children ?? []).map((child) => [child.id, child]));
  const placedEdges = placed.edges ?? [];
  return {
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    nodes: nodes.map((node) => ({ node, x: placedNodes.get(node.id)?.x ?? 0, y: placedNodes.get(node.id)?.y ?? 0 })),
    edges: edges.map((edge, index) => placedEdge(edge, placedEdges[index])),
  };
}

const toElkNode = ({ id, width, height, last }: DiagramNode): ElkNode => ({
  id,
  width,
  height,
  layoutOptions: last === true ? { 'elk.layered.layering.layerConstraint': 'LAST' } : {},
});

function toElkEdge({ from, to, label }: DiagramEdge, index: number): ElkExtendedEdge {
  const labels =
    label === undefined
      ? []
      : [
          {
            text: label,
            width: textWidth(label, LABEL_SIZE) + 8,
            height: LABEL_HEIGHT,
            layoutOptions: { 'elk.edgeLabels.inline': 'true' },
          },
        ];
  return { id: `edge-${index}`, sources: [from], targets: [to], labels };
}

function placedEdge<Edge>(edge: Edge, placed: ElkExtendedEdge | undefined): PlacedEdge<Edge> {
  const section = placed?.sections?.[0];
  const points = section === undefined ? [] : [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
  const label = placed?.labels?.[0];
  if (label === undefined) return { edge, points };
  return { edge, points, label: { x: (label.x ?? 0) + (label.width ?? 0) / 2, y: (label.y ?? 0) + (label.height ?? 0) / 2 } };
}
