import { Token } from 'cdktf';

/**
 * Makes text safe as a Terraform string: `${` and `%{` would be read as an expression and a directive.
 * The only place that escapes; what is rendered before it is plain text of the product's own format.
 *
 * @throws Error for text with a token of cdktf in it, which escaping would turn into literal text
 */
export function escapeTerraform(text: string): string {
  if (Token.isUnresolved(text)) throw new Error('Rendered text must be plain: it contains a reference to a Terraform value');
  // A replacement text would read $$ as one dollar; a function's result is taken as it is.
  return text.replaceAll(/[$%](?=\{)/g, (sigil) => sigil + sigil);
}
