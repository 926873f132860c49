import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Platform } from '../../constructs/core/platform';
import { EnvironmentStack } from '../../stacks/environment-stack';
import { withoutStacksOfTokens } from '../../stacks/synthesize';

/** The platform of an environment on Kubernetes, with the releases that deliver it. */
export function clusterPlatformOf(overlay: EnvironmentOverlay = {}, name = 'prod'): Platform {
  const config = defineEnvironment(name, { target: { kind: 'kubernetes' }, ...overlay });
  const outdir = mkdtempSync(join(tmpdir(), 'o11y-app-'));
  try {
    return withoutStacksOfTokens(() => new EnvironmentStack(new App({ outdir, stackTraces: false }), { config }).target.platform);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
