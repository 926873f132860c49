import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { calibrationSchema } from '../../config/schema/calibration';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { calibrationOf } from '../../tuning/calibration';
import { calibrationSource, useCalibration } from '../../tuning/calibration-file';
import { durationText } from '../../tuning/numbers';
import type { Usage } from '../../tuning/usage';
import { CommandError } from '../terminal/exit';
import { note } from '../terminal/output';

/** The file of an environment, relative to the folder of the project. */
export const environmentFile = (name: string): string => join('config', 'environments', `${name}.ts`);

/**
 * Writes what was measured to a file of its own, and has the environment's file take it in. Where that file is written in a way that
 * cannot be edited, it says what to add. Writes files.
 *
 * @throws CommandError when nothing was measured that the model takes, or something that it does not believe
 */
export async function writeCalibration(usage: Usage, config: EnvironmentConfig): Promise<void> {
  const calibration = calibrationOf(usage, config);
  if (Object.keys(calibration).every((key) => key === 'measuredAt' || key === 'measuredOver'))
    throw new CommandError('nothing was measured that sizes and costs are made of; the list above says why. Nothing was written.');
  const parsed = calibrationSchema.safeParse(calibration);
  if (!parsed.success)
    throw new CommandError(`what was measured is implausible, and was not written: ${z.prettifyError(parsed.error).replace(/\s+/g, ' ')}`);
  const file = join('config', 'calibration', `${config.name}.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, calibrationSource(config.name, calibration));
  note(`${file} has what was measured over ${durationText(usage.coveredSeconds)}.`);
  const target = environmentFile(config.name);
  const result = useCalibration(readSource(target), config.name);
  switch (result.kind) {
    case 'used':
      return;
    case 'edited':
      writeFileSync(target, result.source);
      note(`${target} takes it in as capacity.calibration.`);
      return;
    case 'refused':
      note(`${target} cannot be edited (${result.why}): add\n${result.howTo}`);
  }
}

/** The text of an environment's file. @throws CommandError when there is none */
export function readSource(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandError(`${file} cannot be read: run the command in the folder of the project`);
  }
}
