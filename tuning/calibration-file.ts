import type { Calibration } from '../config/schema/calibration';
import { Expression, editConfig } from './edit';
import { printValue } from './print';

/** The text of `config/calibration/<environment>.ts`. The same figures give the same text. Pure. */
export function calibrationSource(environment: string, calibration: Calibration): string {
  const lines = Object.entries(calibration).map(([key, value]) => `  ${key}: ${printValue(value)},`);
  return `/** Measured by \`o11y usage ${environment} --write\`, which writes this file anew. */\nexport const calibration = {\n${lines.join('\n')}\n} as const;\n`;
}

/** Whether an environment's file takes the calibration in, and what to do about it. */
export type CalibrationUse =
  | { readonly kind: 'used' }
  | { readonly kind: 'edited'; readonly source: string }
  | { readonly kind: 'refused'; readonly why: string; readonly howTo: string };

/** Has an environment's file import its calibration and pass it on as `capacity.calibration`. Pure. */
export function useCalibration(source: string, environment: string): CalibrationUse {
  const statement = `import { calibration } from '../calibration/${environment}';`;
  if (new RegExp(`^import .*calibration/${environment}['"]`, 'm').test(source)) return { kind: 'used' };
  const { source: edited, refused } = editConfig(source, [{ path: ['capacity', 'calibration'], value: new Expression('calibration') }]);
  const [problem] = refused;
  if (problem !== undefined) {
    const where = problem.line === undefined ? '' : `line ${problem.line}: `;
    return {
      kind: 'refused',
      why: `${where}${problem.why}`,
      howTo: `  ${statement}\n  … capacity: { …, calibration }`,
    };
  }
  return { kind: 'edited', source: withImport(edited, statement) };
}

/** Imports come after those that are there, or first. */
function withImport(source: string, statement: string): string {
  const end = source.includes('\r\n') ? '\r\n' : '\n';
  const imports = [...source.matchAll(/^import\s[^;]*?['"][^'"\n]+['"];?[ \t]*$/gm)];
  const last = imports.at(-1);
  if (last === undefined) return `${statement}${end}${end}${source}`;
  const at = last.index + last[0].length;
  return `${source.slice(0, at)}${end}${statement}${source.slice(at)}`;
}
