import { createTransport } from 'nodemailer';

/** A mail in plain text to one recipient. */
export interface Mail {
  /** Id that is the same when the mail is sent again. */
  id: string;
  to: string;
  subject: string;
  text: string;
}

/** Port for mails. */
export interface Mailer {
  /**
   * Hands a mail over for delivery.
   * @throws MailRejected when no later attempt can succeed, or another error
   */
  send(mail: Mail): Promise<void>;
}

/** A server does not accept a mail to this recipient, or with this content. */
export class MailRejected extends Error {}

/** Codes of errors that are about one mail. Others, such as that of a wrong password, are about the server. */
const ERRORS_OF_MAILS = ['EENVELOPE', 'EMESSAGE'];
const CONNECT_TIMEOUT_MS = 5000;
const IDLE_TIMEOUT_MS = 15_000;

/** Sends mails over SMTP. */
export class SmtpMailer implements Mailer {
  private readonly transport: ReturnType<typeof createTransport>;
  private readonly from: string;
  private readonly domain: string;

  /**
   * @param url `smtp://host:port`, or `smtps://user:password@host:port` for TLS from the beginning
   * @param from the sender: an email address, with or without a name
   * @param domain the right side of message ids
   */
  constructor(url: string, from: string, domain: string) {
    this.transport = createTransport({
      url,
      // Never sends a password without TLS.
      requireTLS: new URL(url).username !== '',
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: IDLE_TIMEOUT_MS,
      // Mails have no attachments, so nothing may be read for one.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.from = from;
    this.domain = domain;
  }

  async send({ id, to, subject, text }: Mail): Promise<void> {
    try {
      await this.transport.sendMail({
        from: this.from,
        // As an object, because a text would be parsed as a list of recipients.
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${this.domain}>`,
        // No mail answers this one automatically (https://www.rfc-editor.org/rfc/rfc3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw withoutRecipient(error);
    }
  }
}

/** Keeps what an operator needs of an error; the rest of it quotes the recipient, who must not be in a log. */
function withoutRecipient(error: unknown): Error {
  const {
    code,
    responseCode = 0,
    command,
  } = error as {
    code?: string;
    responseCode?: number;
    command?: string;
  };
  const details = [code, command, responseCode || undefined].filter((part) => part !== undefined);
  const message = `SMTP failed: ${details.join(' ') || 'unknown error'}`;
  const isFinal = ERRORS_OF_MAILS.includes(code ?? '') && responseCode >= 500;
  return isFinal ? new MailRejected(message) : new Error(message);
}
