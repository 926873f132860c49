import type { ParseResult } from '@babel/parser';

/** An expression of the syntax tree: https://github.com/babel/babel/blob/main/packages/babel-parser/ast/spec.md */
export type Expression = Exclude<
  Extract<ParseResult['program']['body'][number], { readonly type: 'ExportDefaultDeclaration' }>['declaration'],
  { readonly type: 'FunctionDeclaration' | 'ClassDeclaration' | 'TSDeclareFunction' }
>;
export type ObjectExpression = Extract<Expression, { readonly type: 'ObjectExpression' }>;
export type ObjectMember = ObjectExpression['properties'][number];

/** The expression within what only tells the compiler something about it. */
export function unwrap(expression: Expression): Expression {
  switch (expression.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return unwrap(expression.expression);
    default:
      return expression;
  }
}

/** The key of a member of an object; undefined for one that is spread or computed. */
export function keyOf(member: ObjectMember): string | undefined {
  if (member.type === 'SpreadElement' || member.computed) return undefined;
  switch (member.key.type) {
    case 'Identifier':
      return member.key.name;
    case 'StringLiteral':
      return member.key.value;
    default:
      return undefined;
  }
}
