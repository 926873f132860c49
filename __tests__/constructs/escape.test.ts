import { Fn, Token } from 'cdktf';
import fc from 'fast-check';
import { escapeTerraform } from '../../constructs/targets/escape';

/** What Terraform makes of a quoted template without expressions. https://developer.hashicorp.com/terraform/language/expressions/strings */
function terraformText(template: string): string {
  let text = '';
  for (let at = 0; at < template.length; ) {
    const three = template.slice(at, at + 3);
    if (three === '$${' || three === '%%{') {
      text += three.slice(1);
      at += 3;
    } else if (/^[$%]\{/.test(three)) {
      throw new Error(`an expression or a directive at ${at} of ${JSON.stringify(template)}`);
    } else {
      text += template[at];
      at += 1;
    }
  }
  return text;
}

describe('escapeTerraform', () => {
  it.each([
    ['${', '$${'],
    ['%{', '%%{'],
    ['$${', '$$${'],
    ['%%{', '%%%{'],
    ['$%{', '$%%{'],
    ['${${', '$${$${'],
    ['replacement: ${1}', 'replacement: $${1}'],
    ['$1', '$1'],
    ['$$', '$$'],
    ['100%', '100%'],
    ['{}', '{}'],
    ['', ''],
  ])('%s becomes %s', (text, escaped) => expect(escapeTerraform(text)).toBe(escaped));

  it('is read by Terraform as the text that it was', () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom('$', '%', '{', '}', '${', '%{', '$${', '%%{', '\\', '"', '\n'), fc.string()));
    fc.assert(
      fc.property(
        pieces.map((parts) => parts.join('')),
        (text) => terraformText(escapeTerraform(text)) === text,
      ),
      { numRuns: 1_000 },
    );
  });

  it('refuses text with a reference in it, which escaping would turn into literal text', () => {
    expect(() => escapeTerraform(`password: ${Token.asString(Fn.uuid())}`)).toThrow(
      new Error('Rendered text must be plain: it contains a reference to a Terraform value'),
    );
  });
});
