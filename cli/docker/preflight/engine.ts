import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type Finding, failed, ok } from '../../preflight/finding';
import { isAtLeast } from '../../preflight/tools';
import { DEFAULT_ADDRESS, type EngineAnswer } from '../engine';

/** The API of Docker 20.10, the oldest with which the Docker provider works for all that is used here. */
const MINIMUM_API = '1.41';

/** Whether an engine answers and is new enough; for one that does not answer, why, and what to do. */
export function engineFinding(answer: EngineAnswer, context: string | undefined = dockerContext()): Finding {
  if (answer.engine === undefined) return unreachable(answer, context);
  return isAtLeast(answer.apiVersion, MINIMUM_API)
    ? ok('engine', `Docker engine at ${answer.address} (API ${answer.apiVersion})`)
    : failed(
        'engine',
        `the Docker engine at ${answer.address} has API ${answer.apiVersion}; ${MINIMUM_API} (Docker 20.10) or newer is needed`,
        `upgrade it: ${INSTALL}`,
      );
}

function unreachable({ reason, address, cause }: Extract<EngineAnswer, { engine: undefined }>, context: string | undefined): Finding {
  if (address !== DEFAULT_ADDRESS && reason !== 'forbidden') {
    return failed(
      'engine',
      `DOCKER_HOST (${address}) cannot be reached: ${cause}`,
      'start the engine there, correct DOCKER_HOST, or unset it for the local engine',
    );
  }
  // The docker command line follows its own contexts; the Terraform provider and every other client do not.
  const useContext =
    context === undefined ? undefined : `export DOCKER_HOST="$(docker context inspect ${context} -f '{{.Endpoints.docker.Host}}')"`;
  switch (reason) {
    case 'absent':
      return failed(
        'engine',
        `no Docker engine: ${address.replace('unix://', '')} does not exist`,
        useContext ?? `${START}, or install it: ${INSTALL}`,
      );
    case 'forbidden':
      return failed(
        'engine',
        `no permission to use the Docker engine at ${address}`,
        'sudo usermod -aG docker "$USER", then log in again (or newgrp docker)',
      );
    case 'stopped':
    case 'unreachable':
      return failed('engine', `the Docker engine at ${address} does not answer: ${cause}`, useContext ?? START);
  }
}

const START = 'start it: sudo systemctl restart docker, or Docker Desktop';
const INSTALL = 'https://docs.docker.com/engine/install';

const cliConfigSchema = z.object({ currentContext: z.string().optional() });

/** The context that the docker command line uses, when it is not the default one. */
function dockerContext(): string | undefined {
  try {
    const folder = process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker');
    const { currentContext } = cliConfigSchema.parse(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')));
    return currentContext === 'default' ? undefined : currentContext;
  } catch {
    return undefined;
  }
}
