import { Token } from 'cdktf';

/** What every token of cdktf has in it, as text or as a number: looking closer takes longer than all else here. */
const MAY_HOLD_TOKEN = /TfToken\[|e\+\d{3}/;

/**
 * Makes text safe as a Terraform string: `${` and `%{` would be read as an expression and a directive.
 * The only place that escapes; what is rendered before it is plain text of the product's own format.
 *
 * @throws Error for text with a token of cdktf in it, which escaping would turn into literal text
 */
export function escapeTerraform(text: string): string {
  if (MAY_HOLD_TOKEN.test(text) && Token.isUnresolved(text))
    throw new Error('Rendered text must be plain: it contains a reference to a Terraform value');
  // A replacement text would read $$ as one dollar; a function's result is taken as it is.
  return text.replaceAll(/[$%](?=\{)/g, (sigil) => sigil + sigil);
}
