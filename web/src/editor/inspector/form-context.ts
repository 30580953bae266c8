import { type ComponentType, createContext, use } from 'react';
import type { FormField } from './form-fields.ts';

export interface SchemaFieldsProps {
  readonly fields: readonly FormField[];
  /** Where the value lies in the config; empty for the config itself. */
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly onChange: (value: Record<string, unknown>) => void;
}

/** What is the same for every field of one form. */
export interface FormTraits {
  /** Whether texts may hold `{{ }}`. */
  readonly templates: boolean;
  /** Top-level fields in which `{{ secrets.NAME }}` may stand. */
  readonly secretFields: readonly string[];
  /** What is wrong, by path within the config. */
  readonly errors: ReadonlyMap<string, string>;
  /** Draws the fields of an object, for fields that hold others. */
  readonly Fields: ComponentType<SchemaFieldsProps>;
}

export const FormContext = createContext<FormTraits | null>(null);

export const useForm = (): FormTraits => {
  const traits = use(FormContext);
  if (traits === null) throw new Error('This field belongs inside a form.');
  return traits;
};

/** The sentence about a field; one about something inside it stands at the field itself when `deep`. */
export const useFieldError = (path: string, deep = false): string | null => {
  const { errors } = useForm();
  const own = errors.get(path);
  if (own !== undefined || !deep) return own ?? null;
  for (const [at, message] of errors) if (isInside(path, at)) return message;
  return null;
};

/** Whether something is wrong at one of these fields or inside it. */
export const useHasError = (paths: readonly string[]): boolean => {
  const { errors } = useForm();
  return paths.some((path) => [...errors.keys()].some((at) => at === path || isInside(path, at)));
};

const isInside = (path: string, at: string): boolean => at.startsWith(`${path}.`) || at.startsWith(`${path}[`);

export const useAllowsSecrets = (path: string): boolean => {
  const { secretFields } = useForm();
  return secretFields.includes(/^[^.[]*/.exec(path)?.[0] ?? '');
};
