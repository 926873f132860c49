import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEnvironment } from '../../config/define';
import dev from '../../config/environments/dev';
import { fullOverlay } from '../support/full-overlays';
import { synthConfig } from '../support/synth';
import { describeWithTool, run } from '../support/tools';

const STACKS = {
  'the development environment': synthConfig(defineEnvironment('dev', dev)),
  'every key': synthConfig(defineEnvironment('dev', { ...fullOverlay, traces: { backend: 'tempo' } })),
};

describe.each(['terraform', 'tofu'])('%s', (program) => {
  describeWithTool(program, 'the stack of', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'o11y-terraform-'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('is valid', () => {
      for (const [title, text] of Object.entries(STACKS)) {
        writeFileSync(join(folder, 'cdk.tf.json'), text);
        expect([title, run(program, ['init', '-backend=false', '-input=false', '-no-color'], { cwd: folder })]).toEqual([
          title,
          expect.objectContaining({ status: 0 }),
        ]);
        const { status, output } = run(program, ['validate', '-no-color', '-json'], { cwd: folder });
        expect([title, status, JSON.parse(output)]).toEqual([
          title,
          0,
          expect.objectContaining({ valid: true, error_count: 0, warning_count: 0 }),
        ]);
      }
    });
  });
});
