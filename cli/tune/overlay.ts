import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentConfig, EnvironmentOverlay } from '../../config/schema/environment';
import { CommandError } from '../terminal/exit';

/**
 * The configuration that an environment's file gives if its text is this one: bundled with what it imports, run, and checked. Nothing is
 * written.
 *
 * @param file where the text is, or is to be: imports start from there
 * @throws CommandError when it does not build or exports nothing
 * @throws ConfigError when what it exports is refused
 */
export async function loadSource(name: string, file: string, source: string): Promise<EnvironmentConfig> {
  const path = resolve(file);
  let code: string;
  try {
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: dirname(path), sourcefile: path, loader: 'ts' },
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      packages: 'external',
      write: false,
      logLevel: 'silent',
    });
    code = outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new CommandError(`${file} does not build: ${error instanceof Error ? error.message : String(error)}`);
  }
  const module: { exports: { readonly default?: EnvironmentOverlay } } = { exports: {} };
  compileFunction(code, ['module', 'exports', 'require'], { filename: path })(module, module.exports, createRequire(path));
  if (module.exports.default === undefined) throw new CommandError(`${file} has no default export`);
  return defineEnvironment(name, module.exports.default);
}
