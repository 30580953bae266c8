/** A mailbox, checked before: neither part holds control characters. */
export interface Mailbox {
  /** Empty for none. */
  readonly name: string;
  readonly address: string;
}

interface MailAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Where mail is handed in. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `starttls` and `tls` never send a byte of the mail unencrypted; `none` never encrypts. */
  readonly security: 'starttls' | 'tls' | 'none';
  readonly login: { readonly user: string; readonly password: string } | null;
}

/** A mail to any server. Nothing in it is trusted. */
export interface OutboundMail {
  readonly server: MailServer;
  /** With its angle brackets. */
  readonly messageId: string;
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  readonly replyTo: readonly Mailbox[];
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly MailAttachment[];
  /** For everything together: lookup, connection, sign-in, and the server's last word. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface MailReceipt {
  readonly accepted: readonly string[];
  /** Recipients that the server refused while it took the mail for others. */
  readonly rejected: readonly string[];
  /** What it said in the end. */
  readonly response: string;
}

/** What the server was asked when it refused. */
export type MailStage = 'greeting' | 'sign-in' | 'recipients' | 'message';

/** The mail server refused the mail. The message is its answer, or says what of the mail it does not take. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  readonly stage: MailStage;
  /** Of SMTP: 4xx may pass, 5xx will not. */
  readonly replyCode: number;

  constructor(stage: MailStage, replyCode: number, response: string) {
    super(response);
    this.stage = stage;
    this.replyCode = replyCode;
  }
}
