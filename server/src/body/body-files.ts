import { hash } from 'node:crypto';
import { readMultipart } from './multipart.ts';

/**
 * A file that came in a multipart body. It is a slice of the raw body, which is committed with its delivery: it lives as
 * long as the delivery does, and no id can name anything but a part of that very body.
 */
export interface BodyFile {
  /** Unique within its delivery. */
  readonly id: string;
  /** Name of the form's field. */
  readonly field: string;
  /** As its sender calls it; nothing is ever opened by it. */
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** A file as it stands in the parsed body. */
interface FileReference {
  readonly file: string;
  readonly name: string;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** In hex. */
  readonly sha256: string;
}

type MultipartForm =
  | {
      readonly kind: 'form';
      readonly fields: readonly (readonly [name: string, value: Uint8Array | BodyFile])[];
    }
  | { readonly kind: 'problem'; readonly message: string };

/** True for what may hold files. */
export const isMultipart = (contentType: string | null): contentType is string =>
  contentType !== null && /^[ \t]*multipart\/form-data[ \t]*(?:;|$)/i.test(contentType);

/** Fields and files of a `multipart/form-data` body, in their order. Never throws. */
export function readMultipartForm(contentType: string, body: Uint8Array): MultipartForm {
  const read = readMultipart(contentType, body);
  if (read.kind === 'problem') return read;
  let files = 0;
  const fields = read.parts.map(({ name, fileName, contentType, start, end }) => {
    const bytes = body.subarray(start, end);
    if (fileName === undefined) return [name, bytes] as const;
    return [name, { id: `file-${++files}`, field: name, name: fileName, contentType, bytes }] as const;
  });
  return { kind: 'form', fields };
}

/** The files of a delivery; none where its body is no multipart form. */
export function filesOf(contentType: string | null, body: Uint8Array): BodyFile[] {
  if (!isMultipart(contentType)) return [];
  const form = readMultipartForm(contentType, body);
  return form.kind === 'problem' ? [] : form.fields.flatMap(([, value]) => (isFile(value) ? [value] : []));
}

export const isFile = (value: Uint8Array | BodyFile): value is BodyFile => 'id' in value;

/** How the file is referred to in the parsed body. */
export const referenceTo = ({ id, name, contentType, bytes }: BodyFile): FileReference => ({
  file: id,
  name,
  contentType,
  size: bytes.length,
  sha256: hash('sha256', bytes),
});
