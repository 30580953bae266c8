import type { X509Certificate } from 'node:crypto';

/** What a sender's connection says about who it is. */
export type ClientCertificate =
  /** Nobody is asked: the server knows no CA of clients, or the connection is not encrypted. */
  | { readonly kind: 'not-asked' }
  /** The sender showed none. */
  | { readonly kind: 'none' }
  /** It does not chain to the CA; `code` is OpenSSL's word for why. */
  | { readonly kind: 'untrusted'; readonly code: string }
  /** It chains to the CA, and was valid when the connection began. */
  | { readonly kind: 'trusted'; readonly certificate: X509Certificate };
