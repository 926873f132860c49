import type { Platform } from '../../constructs/core/platform';
import { countText } from '../../cost/text';
import type { Cluster } from './cluster';
import { lastLines, podProblem, warningsOf } from './pods';
import { type ComponentState, lookAt } from './readiness';

/** What was wrong with a component when it was last looked at. */
export interface Trouble {
  readonly component: string;
  readonly reason: string;
  /** Warnings and the end of the log of its pods, for people. */
  readonly lines: readonly string[];
}

/** Looks at pods while Helm waits for them: when it gives up it rolls them back, and takes the reason along. */
export interface PodWatch {
  /** The components that were not ready when they were last seen with pods. */
  readonly troubles: () => readonly Trouble[];
  readonly look: () => Promise<void>;
  readonly stop: () => void;
}

const INTERVAL_MS = 3_000;

/** Starts to look. Starts processes until it is stopped. */
export function watchPods(cluster: Cluster, platform: Platform): PodWatch {
  const known = new Map<string, Trouble>();
  const look = async (): Promise<void> => {
    for (const state of await lookAt(cluster, platform)) {
      if (state.state === 'ready') known.delete(state.component);
      // What has no pods any more keeps what was known of it.
      else if (state.pods.length > 0 || !known.has(state.component)) known.set(state.component, await troubleOf(cluster, state));
    }
  };
  let looking = false;
  // One look at a time; one that fails says nothing, and Terraform will.
  const again = (): void => {
    if (looking) return;
    looking = true;
    look().then(
      () => {
        looking = false;
      },
      () => {
        looking = false;
      },
    );
  };
  const timer = setInterval(again, INTERVAL_MS);
  return {
    troubles: () => [...known.values()],
    look,
    stop: () => clearInterval(timer),
  };
}

async function troubleOf(cluster: Cluster, { component, namespace, workload, pods, reason }: ComponentState): Promise<Trouble> {
  const ill = pods.filter((pod) => podProblem(pod) !== undefined).slice(0, 2);
  const [warnings, logs] = await Promise.all([
    warningsOf(cluster, namespace, [workload.name]),
    Promise.all(ill.map(async (pod) => [pod.metadata.name, await lastLines(cluster, pod)] as const)),
  ]);
  const lines = [
    ...(warnings.length === 0
      ? []
      : [`Last ${countText(warnings.length, 'warning')} about ${component}:`, ...warnings.map((line) => `  ${line}`)]),
    ...logs.flatMap(([pod, log]) =>
      log.length === 0
        ? []
        : [`Last ${countText(log.length, 'line')} of the log of ${component} (${pod}):`, ...log.map((line) => `  ${line}`)],
    ),
  ];
  return { component, reason, lines };
}
