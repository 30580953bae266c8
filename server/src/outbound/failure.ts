import { OutboundError, type OutboundErrorCode } from './outbound.ts';

type Failure = readonly [code: OutboundErrorCode, sentence: (host: string, port: string) => string];

const DNS: Failure = ['dns', (host) => `The host ${host} was not found. Check the spelling of the URL.`];
const DNS_AGAIN: Failure = ['dns', (host) => `The name server could not say where ${host} is. Try again later.`];
const REFUSED: Failure = [
  'connect',
  (host, port) => `${host} refused the connection. Is the service running on ${port}?`,
];
const UNREACHABLE: Failure = ['connect', (host) => `There is no route to ${host} from this machine.`];
const NO_CONNECTION: Failure = ['connect', (host) => `No connection to ${host} came about in time.`];
const RESET: Failure = ['reset', (host) => `${host} closed the connection before its answer was complete.`];
const WRONG_LENGTH: Failure = ['reset', (host) => `The answer of ${host} broke off, or is not as long as it says.`];
const NOT_HTTP: Failure = ['bad-response', (host) => `${host} did not answer in valid HTTP/1.1.`];
const HEADERS_TOO_LARGE: Failure = ['bad-response', (host) => `The headers of ${host}'s answer are too large.`];
const CLOSED: Failure = ['cancelled', (host) => `The request to ${host} was ended because the server is stopping.`];

const FAILURES: Readonly<Record<string, Failure>> = {
  ENOTFOUND: DNS,
  ENODATA: DNS,
  EAI_AGAIN: DNS_AGAIN,
  ECONNREFUSED: REFUSED,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  EADDRNOTAVAIL: UNREACHABLE,
  ETIMEDOUT: NO_CONNECTION,
  ECONNRESET: RESET,
  EPIPE: RESET,
  UND_ERR_SOCKET: RESET,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: WRONG_LENGTH,
  UND_ERR_HEADERS_OVERFLOW: HEADERS_TOO_LARGE,
  UND_ERR_DESTROYED: CLOSED,
  UND_ERR_CLOSED: CLOSED,
};

const TLS_SENTENCES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate was made for another host',
};

/** Puts whatever the network threw into words. An OutboundError stays what it is. */
export function toOutboundError(cause: unknown, host: string, mayHaveBeenSent: boolean): OutboundError {
  if (cause instanceof OutboundError) return mayHaveBeenSent ? cause.afterSending() : cause;
  const code = errorCode(cause);
  const [kind, sentence] = FAILURES[code] ?? (code.startsWith('HPE_') ? NOT_HTTP : unknownFailure(mayHaveBeenSent));
  return new OutboundError(kind, sentence(host, portIn(cause)), { mayHaveBeenSent, cause });
}

/** Puts a failed TLS handshake into words. Nothing of the request was sent. */
export function toTlsError(cause: unknown, host: string): OutboundError {
  if (cause instanceof OutboundError) return cause;
  const reason = TLS_SENTENCES[errorCode(cause)] ?? 'the encrypted connection could not be set up';
  return new OutboundError('tls', `${host} cannot be trusted or understood: ${reason}.`, { cause });
}

const unknownFailure = (mayHaveBeenSent: boolean): Failure =>
  mayHaveBeenSent ? NOT_HTTP : ['connect', (host) => `The connection to ${host} failed.`];

/** The first code in an error, also inside the error that several failed addresses are gathered in. */
function errorCode(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof AggregateError ? errorCode(cause.errors[0]) : '';
}

/** The port that an error of a socket names, in words. */
function portIn(cause: unknown): string {
  if (cause instanceof AggregateError) return portIn(cause.errors[0]);
  return cause instanceof Error && 'port' in cause ? `port ${cause.port}` : 'that port';
}
