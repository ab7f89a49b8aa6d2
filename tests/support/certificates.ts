import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A key and its certificate, both PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority of a test's own. */
export interface CertificateAuthority {
  /** Its own certificate, PEM: what clients are told to trust. */
  readonly cert: string;
  /** Makes a certificate for a server of those names and IPv4 addresses. */
  issue(names: readonly string[]): Certificate;
}

/** Makes an authority that nobody trusts yet; X.509 version 3 with P-256, as RFC 5280 and RFC 5480 write it. */
export function makeAuthority(name: string): CertificateAuthority {
  const { privateKey, publicKey } = newKeys();
  const own = certificate({
    issuer: name,
    signer: privateKey,
    subject: name,
    publicKey,
    extensions: [
      // Basic constraints: an authority. Key usage: signs certificates.
      extension('551d13', sequence(Buffer.from('0101ff', 'hex'))),
      extension('551d0f', Buffer.from('03020204', 'hex')),
    ],
  });
  return {
    cert: own,
    issue(names) {
      const server = newKeys();
      const alternatives = names.map((item) =>
        isIPv4(item)
          ? element(0x87, Buffer.from(item.split('.').map(Number)))
          : element(0x82, Buffer.from(item)),
      );
      const cert = certificate({
        issuer: name,
        signer: privateKey,
        subject: names[0] ?? name,
        publicKey: server.publicKey,
        extensions: [
          extension('551d13', sequence()),
          extension('551d11', sequence(...alternatives)),
        ],
      });
      return { key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
    },
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** ecdsa-with-SHA256 (RFC 5758). */
const ALGORITHM = sequence(objectId('2a8648ce3d040302'));

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

interface CertificateContent {
  issuer: string;
  signer: KeyObject;
  subject: string;
  publicKey: KeyObject;
  extensions: readonly Buffer[];
}

function certificate(content: CertificateContent): string {
  const { issuer, signer, subject, publicKey, extensions } = content;
  const signed = sequence(
    element(0xa0, Buffer.from('020102', 'hex')),
    element(0x02, Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ALGORITHM,
    commonName(issuer),
    sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(...extensions)),
  );
  const whole = sequence(signed, ALGORITHM, bitString(sign('sha256', signed, signer)));
  const lines = whole.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** All of them are critical. */
function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), Buffer.from('0101ff', 'hex'), element(0x04, value));
}

function commonName(name: string): Buffer {
  const attribute = sequence(objectId('550403'), element(0x0c, Buffer.from(name)));
  return sequence(element(0x31, attribute));
}

/** UTCTime: YYMMDDhhmmssZ. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return element(0x17, Buffer.from(`${digits}Z`));
}

function bitString(value: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.of(0), value]));
}

function objectId(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, 'hex'));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

/** Tag, length, value: DER (X.690). */
function element(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), value]);
}
