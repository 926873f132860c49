/** What an environment costs a month, in dollars, by component and in all. The contract of this folder: see estimate.ts. */
export interface CostEstimate {
  readonly components: readonly ComponentCost[];
  /** Costs that belong to no component: alerting seats, egress, what a bucket's requests cost. */
  readonly other: readonly CostLine[];
  /** Sum of all lines, dollars a month, with as many instances as there are at least. */
  readonly total: number;
  /** The same with all instances that autoscaling may add. */
  readonly most: number;
}

export interface ComponentCost {
  readonly component: string;
  readonly lines: readonly CostLine[];
  readonly total: number;
}

/** One thing that is paid for. */
export interface CostLine {
  readonly kind: 'cpu' | 'memory' | 'block-storage' | 'object-storage' | 'requests' | 'egress' | 'alerting' | 'other';
  /** How much of it, in `unit`. */
  readonly quantity: number;
  /** `vCPU`, `GiB`, `million requests`, `seats`, `events`. */
  readonly unit: string;
  /** Dollars for one unit and month. */
  readonly price: number;
  /** quantity × price. */
  readonly dollars: number;
  /** How the quantity comes about, for people. */
  readonly because: string;
}
