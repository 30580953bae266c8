import type { VerificationPreset } from '@millrace/shared/intake/define-preset';
import type { z } from 'zod';
import type { ClientCertificate } from './client-certificate.ts';
import type { HeaderBag } from './header-bag.ts';

/** What a preset may look at. */
export interface SignedRequest {
  readonly method: string;
  /** As the sender was given it: the public URL of this server, then the target as it came. */
  readonly url: string;
  /** Without the question mark, raw. */
  readonly query: string;
  readonly headers: HeaderBag;
  /** The bytes as they came. */
  readonly body: Uint8Array;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Looked up when it is called; missing where there is no connection. */
  readonly clientCertificate?: () => ClientCertificate;
}

/** A document that a sender's proof depends on, such as its public keys or its certificate. */
export interface DocumentReader {
  /**
   * The bytes at a URL. Asked for through the address guard, kept for an hour, and asked for once however many want them
   * at the same time. `isStale` says that what is kept will not do, as a list of keys that lacks one; even then nothing
   * is asked for twice within half a minute.
   * @throws OutboundError, DocumentUnavailable
   */
  read(url: string, options?: { readonly isStale?: boolean }): Promise<Uint8Array>;
}

export interface NamedSecret {
  readonly name: string;
  readonly value: string;
}

export type VerificationResult =
  /** `secret` names the one that matched; null where the preset needs none. */
  | { readonly kind: 'verified'; readonly secret: string | null }
  | { readonly kind: 'refused'; readonly outcome: VerificationRefusal; readonly reason: string };

/**
 * `misconfigured`: a document that the proof depends on cannot be read, so that the sender is to come again.
 * `unsupported-type`: the sender is known, but not the format in which it writes.
 */
type VerificationRefusal = 'unverified' | 'stale' | 'malformed' | 'unsupported-type' | 'misconfigured';

export const verified = (secret: string | null): VerificationResult => ({ kind: 'verified', secret });
export const refused = (
  outcome: VerificationRefusal,
  reason: string,
): Extract<VerificationResult, { kind: 'refused' }> => ({
  kind: 'refused',
  outcome,
  reason,
});

/** What a sender gets that only asked whether this URL is willing to receive. */
export interface HandshakeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type HandshakeResult =
  | { readonly kind: 'answered'; readonly answer: HandshakeAnswer; readonly secret: string | null }
  | Extract<VerificationResult, { kind: 'refused' }>;

/** What a secret has to look like to prove anything. */
export interface SecretForm {
  /** Never throws. */
  isUsable(value: string): boolean;
  /** What is to be stored; completes “Store … under Secrets.” */
  readonly description: string;
}

/** What a preset can do beyond verifying. */
export interface PresetExtras<Config extends z.ZodType = z.ZodType> {
  /**
   * For senders whose secrets or public keys have a form. A request that fits none is the sender's fault only where one
   * of the secrets could have been fitted; it is looked at only then.
   */
  secretForm?(config: z.output<Config>): SecretForm | undefined;
  /** Methods that handshakes come with, whatever methods the workflow takes. */
  readonly handshakeMethods?: readonly string[];
  /**
   * Answers a request that only asks whether the URL is willing; undefined for any other one. Whatever the sender signs
   * is verified here, since such a request does not come to `verify`. Pure. Never throws.
   */
  handshake?(
    config: z.output<Config>,
    request: SignedRequest,
    secrets: readonly NamedSecret[],
  ): HandshakeResult | undefined;
  /** As `handshake`, for senders whose proof depends on documents, or who want one to be asked for. Never throws. */
  handshakeByDocuments?(
    config: z.output<Config>,
    request: SignedRequest,
    documents: DocumentReader,
  ): Promise<HandshakeResult> | undefined;
  /** What the bodies are, for senders who give them another content type. */
  readonly bodyType?: string;
}

export interface PresetImplementation<Config extends z.ZodType = z.ZodType> extends PresetExtras<Config> {
  readonly preset: VerificationPreset<string, Config>;
  /**
   * Never throws. Pure, and synchronous but for senders whose proof depends on `documents`. `secrets` holds those of the
   * config that exist, in its order.
   */
  verify(
    config: z.output<Config>,
    request: SignedRequest,
    secrets: readonly NamedSecret[],
    documents: DocumentReader,
  ): VerificationResult | Promise<VerificationResult>;
}

/** Pairs a verification preset with its check. */
export const implementPreset = <
  Preset extends string,
  Config extends z.ZodType,
  Verify extends PresetImplementation<Config>['verify'],
>(
  preset: VerificationPreset<Preset, Config>,
  verify: Verify,
  extras: PresetExtras<Config> = {},
): PresetImplementation<Config> & { readonly verify: Verify } => ({ preset, verify, ...extras });
