import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Platform } from '../../constructs/core/platform';
import type { DeliveredComponent, Release } from '../../constructs/core/release';
import { EnvironmentStack } from '../../stacks/environment-stack';

/** The platform of an environment on Kubernetes, with the releases that deliver it. */
export function clusterPlatformOf(overlay: EnvironmentOverlay = {}, name = 'prod'): Platform {
  const config = defineEnvironment(name, { target: { kind: 'kubernetes' }, ...overlay });
  const outdir = mkdtempSync(join(tmpdir(), 'o11y-app-'));
  try {
    return new EnvironmentStack(new App({ outdir, stackTraces: false }), { config }).target.platform;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The release that delivers a component, and how. @throws Error when none does */
export function deliveryOf({ releases }: Platform, component: string): readonly [Release, DeliveredComponent] {
  for (const release of releases) {
    const delivered = release.delivers.find(({ name }) => name === component);
    if (delivered !== undefined) return [release, delivered];
  }
  throw new Error(`no release delivers ${component}`);
}
