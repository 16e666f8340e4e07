import { styleText } from 'node:util';
import type { ConfigError } from '../../config/config-error.ts';
import { visible } from '../print.ts';

/** Something worth saying about a file that stops nothing. */
export type Remark = Pick<ConfigError, 'file' | 'line' | 'column' | 'message'>;

/** An error as one line, `file:line:column: message`, with what was expected and what comes near. */
export function errorLine(error: ConfigError): string {
  return `${place(error)}: ${visible(wholeMessage(error))}`;
}

/** An error for a terminal: its line, and what stands at its place. */
export function errorWithFrame(error: ConfigError): string {
  const frame = error.frame === '' ? '' : `${error.frame}\n`;
  return `${styleText('bold', errorLine(error), { stream: process.stdout })}\n${frame}`;
}

/** A warning as one line. */
export function warningLine(remark: Remark): string {
  return `${place(remark)}: warning: ${visible(remark.message)}`;
}

/** What is said of a part of the language that this version does not carry out. */
export function refusal<Said extends Remark>(unavailable: Said): Said {
  const refused = 'A pull request with this configuration is refused until then.';
  return { ...unavailable, message: `${unavailable.message} ${refused}` };
}

/** What GitHub's workflows show at a line of a file. */
export function annotation(level: 'error' | 'warning', remark: Remark | ConfigError): string {
  const message = 'kind' in remark ? wholeMessage(remark) : remark.message;
  const { file, line, column } = remark;
  const properties = `file=${escapeProperty(file)},line=${line},col=${column}`;
  return `::${level} ${properties}::${escapeData(visible(message))}`;
}

/** An error's keys in the order that is documented, and none besides. */
export function errorObject(error: ConfigError) {
  const { file, line, column, path, kind, message, expected, nearest } = error;
  return { file, line, column, path, kind, message, expected, nearest };
}

function place({ file, line, column }: Remark): string {
  return `${visible(file)}:${line}:${column}`;
}

function wholeMessage({ message, expected, nearest }: ConfigError): string {
  const wanted = expected === null ? '' : ` Expected: ${expected}.`;
  const meant = nearest === null ? '' : ` Did you mean ${nearest}?`;
  return `${message}${wanted}${meant}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
