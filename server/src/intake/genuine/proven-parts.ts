import type { Genuine } from './genuine.ts';

/** What is sent in place of a genuine request's own. */
export interface ForgedParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly url?: string;
}

/** A part of a request that may not be changed: as it is, with a character for each byte, and how it is changed. */
interface ProvenPart {
  /** A header's name, `body`, `url`, or what the text of the body is called. */
  readonly name: string;
  readonly text: string;
  change(forged: string): ForgedParts;
}

/** Every part of a request whose change has to be noticed. @param url where the request goes to, if it does not say so */
export const provenParts = (genuine: Genuine, url: string): readonly ProvenPart[] => {
  const { proven, headers } = genuine;
  const body = Buffer.from(genuine.body).toString('latin1');
  const withBody = (forged: string): ForgedParts => ({ body: Buffer.from(forged, 'latin1') });
  const ofHeaders = proven.headers.map((name) => ({
    name,
    text: headers[name] ?? '',
    change: (forged: string) => ({ headers: { ...headers, [name]: forged } }),
  }));
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  const written = (text: string): string => (isForm ? encodeURIComponent(text) : JSON.stringify(text).slice(1, -1));
  const ofTexts = (proven.texts ?? []).map((text) => ({
    name: `${text} in the body`,
    text,
    change: (forged: string) => withBody(body.replace(text, () => written(forged))),
  }));
  const ofUrl = { name: 'url', text: genuine.url ?? url, change: (forged: string) => ({ url: forged }) };
  return [
    ...ofHeaders,
    ...(proven.body ? [{ name: 'body', text: body, change: withBody }] : []),
    ...ofTexts,
    ...(proven.url ? [ofUrl] : []),
  ];
};
