import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** The contexts that expressions may read: `inputs`, `secrets`, `vars`, `github`, `env`, … */
export type Contexts = Record<string, unknown>;

/** Evaluates one expression (without `${{ }}`), by GitHub's own evaluator. Throws its error. */
function evaluate(expression: string, contexts: Contexts): data.ExpressionData {
  const { tokens } = new Lexer(expression).lex();
  const ast = new Parser(tokens, Object.keys(contexts), []).parse();
  const values: unknown = JSON.parse(JSON.stringify(contexts), data.reviver);
  if (!(values instanceof data.Dictionary)) throw new Error('contexts are an object');
  return new Evaluator(ast, values).evaluate();
}

/** Replaces every `${{ … }}` in a text by its value. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) =>
    evaluate(expression.trim(), contexts).coerceString(),
  );
}

/** Replaces every `${{ … }}` in the values of a map. */
export function interpolateAll(
  values: Record<string, unknown>,
  contexts: Contexts,
): Record<string, string> {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    interpolate(String(value ?? ''), contexts),
  ]);
  return Object.fromEntries(entries);
}

/** Whether an `if:` holds. It is an expression with or without `${{ }}`. */
export function holds(condition: string | boolean, contexts: Contexts): boolean {
  const text = String(condition).replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1');
  return Boolean(evaluateField(`\${{ ${text} }}`, contexts));
}

/** The value of a text that is one `${{ … }}`, or the text itself; lists and objects as JSON has them. */
export function evaluateField(text: string, contexts: Contexts): unknown {
  const whole = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(text)?.[1];
  if (whole === undefined || whole.includes('${{')) return interpolate(text, contexts);
  return JSON.parse(JSON.stringify(evaluate(whole.trim(), contexts), data.replacer));
}
