import type { FoundCallee } from '../callee.ts';
import { type CertainMisfit, certainMisfits } from '../json-schema/certain-misfits.ts';
import { configPath } from './config-path.ts';

export interface BodyMisfit {
  /** Names and indices, outermost first; a member that is missing is named as if it were there. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Why a workflow would not take a body, in which what is not known yet stands as `anything` or `anyText`. */
export const bodyMisfits = ({ name, bodySchema }: FoundCallee, body: unknown): readonly BodyMisfit[] =>
  bodySchema === undefined ? [] : misfitsOf(bodySchema)(body).map((misfit) => inWords(misfit, name));

function inWords({ path, missing, message }: CertainMisfit, callee: string): BodyMisfit {
  if (missing !== undefined) {
    const whole = [...path, missing];
    return { path: whole, message: `"${callee}" needs "${configPath(whole)}", which is missing here.` };
  }
  const place = path.length === 0 ? 'the body' : `"${configPath(path)}"`;
  return { path, message: `"${callee}" does not take this: ${place} ${message}.` };
}

/** Schemas stay the same objects while bodies are typed. */
const prepared = new WeakMap<object, ReturnType<typeof certainMisfits>>();

function misfitsOf(schema: unknown): ReturnType<typeof certainMisfits> {
  if (typeof schema !== 'object' || schema === null) return certainMisfits(schema);
  const known = prepared.get(schema) ?? certainMisfits(schema);
  prepared.set(schema, known);
  return known;
}
