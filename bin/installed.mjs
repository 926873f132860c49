/**
 * The launcher, or one line where the packages that it needs are not installed.
 * @type {typeof import('./launch.mjs')['launch']}
 */
export async function launch(file, args) {
  try {
    const launcher = await import('./launch.mjs');
    return await launcher.launch(file, args);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code)))) throw error;
    console.error(`✖ ${error.message.split('\n')[0]}: node_modules is missing or incomplete; run npm ci`);
    process.exitCode = 1;
  }
}
