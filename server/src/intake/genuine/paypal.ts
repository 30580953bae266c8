import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Genuine } from './genuine.ts';

const CERTIFICATE_URL = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-90621ecd';
const ISSUER_URL = 'http://cacerts.authority.example/Intermediate.crt';

/** Certificates and signature were made with OpenSSL, the checksum with Python’s zlib. */
const root = `-----BEGIN CERTIFICATE-----
MIIBqDCCAU2gAwIBAgIUB3+3R8+yPjQ6elhLTXuW3y7aK7MwCgYIKoZIzj0EAwIw
KDEXMBUGA1UECgwOTWlsbHJhY2UgdGVzdHMxDTALBgNVBAMMBFJvb3QwIBcNMjYx
MTI0MjAwMTU1WhgPMjEyNjEwMzEyMDAxNTVaMCgxFzAVBgNVBAoMDk1pbGxyYWNl
IHRlc3RzMQ0wCwYDVQQDDARSb290MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
/uAit8beMYudFw7CxOht95lCERQMb8nPoaLU83u3XVY+yUguT04dJHoOz3cmBUEu
8j67jw404a3fdiR3xyOqXKNTMFEwHQYDVR0OBBYEFNabg5y0prRxLUHuJKKkro0T
wISBMB8GA1UdIwQYMBaAFNabg5y0prRxLUHuJKKkro0TwISBMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhANijUazLr4wxIfxR8G9Vh3+cPm07QNS1
RnjMxRZyuKcYAiEAwWYQSaAiaZAXxLSR6d7dIT1XLsMKEuG36sMIeZwV23w=
-----END CERTIFICATE-----`;
const issuer = Buffer.from(`-----BEGIN CERTIFICATE-----
MIIBrzCCAVWgAwIBAgIBAjAKBggqhkjOPQQDAjAoMRcwFQYDVQQKDA5NaWxscmFj
ZSB0ZXN0czENMAsGA1UEAwwEUm9vdDAgFw0yNjExMjQyMDAxNTVaGA8yMTI2MTAz
MTIwMDE1NVowMDEXMBUGA1UECgwOTWlsbHJhY2UgdGVzdHMxFTATBgNVBAMMDElu
dGVybWVkaWF0ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJ2AGHkcqXvkZvvI
JXJHK1qXSRBC6eUGYfggEvCFuBwbDR73XorUlfRSlEKRVX5knAs0IhrKyeGDCTcN
AUl49z2jZjBkMBIGA1UdEwEB/wQIMAYBAf8CAQAwDgYDVR0PAQH/BAQDAgIEMB0G
A1UdDgQWBBTC6cJQnxvCsABfA9fJC+HxnS9PbTAfBgNVHSMEGDAWgBTWm4OctKa0
cS1B7iSipK6NE8CEgTAKBggqhkjOPQQDAgNIADBFAiAReVqWcxFnovVtBMsJYLLE
LlGK5POsMENml+a+c+kCMwIhANRHHtVZvdSzVCDB034qossas/c/mJUdcKj/Xgqw
Jzu6
-----END CERTIFICATE-----`);
/** Alone, as PayPal publishes it; it says where its issuer stands. */
const certificate = Buffer.from(`-----BEGIN CERTIFICATE-----
MIIDQDCCAuegAwIBAgIBAzAKBggqhkjOPQQDAjAwMRcwFQYDVQQKDA5NaWxscmFj
ZSB0ZXN0czEVMBMGA1UEAwwMSW50ZXJtZWRpYXRlMCAXDTI2MTEyNDIwMDE1NVoY
DzIxMjYxMDMxMjAwMTU1WjBHMRcwFQYDVQQKDA5NaWxscmFjZSB0ZXN0czEsMCoG
A1UEAwwjbWVzc2FnZXZlcmlmaWNhdGlvbmNlcnRzLnBheXBhbC5jb20wggEiMA0G
CSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDOPB9Leu0YMX9Q9xNnHq+a4cmYtnk7
6jHt+t6ufDMHfGW2lysfL62+IMV8k9P9MUzCg37LXyVj3hcYDryES6GOoKOLLPI5
jUxs3yzbLOnSVYZOzmQfXfvngteR4wZDy9c23wx8M714bCqOYmkTIFXoP/Yu83Dw
pdzummaiut0pnIpxsWz5cAN+Xqunvc3IjSoWPpEN6h287HXV7R4pwlkpdcRm1+RZ
EADy7mLhcgX7rNpahzyrtWVo61jafZ4nbklhtJDX4W8g/0WRLQzcoyF79bYTXxz9
RA0HuboMckwon2JimT69eeXnZyt65ncBegiZn8bDa9182Mhq+N7rAhPZAgMBAAGj
ggEMMIIBCDAMBgNVHRMBAf8EAjAAMA4GA1UdDwEB/wQEAwIHgDAuBgNVHREEJzAl
giNtZXNzYWdldmVyaWZpY2F0aW9uY2VydHMucGF5cGFsLmNvbTB4BggrBgEFBQcB
AQRsMGowKQYIKwYBBQUHMAGGHWh0dHA6Ly9vY3NwLmF1dGhvcml0eS5leGFtcGxl
MD0GCCsGAQUFBzAChjFodHRwOi8vY2FjZXJ0cy5hdXRob3JpdHkuZXhhbXBsZS9J
bnRlcm1lZGlhdGUuY3J0MB0GA1UdDgQWBBQ7wjCcHKD6mNfUpiTl5fAvv94tbzAf
BgNVHSMEGDAWgBTC6cJQnxvCsABfA9fJC+HxnS9PbTAKBggqhkjOPQQDAgNHADBE
AiBv0m31x5Rao268L+1osO/WWn87W8CcACo5cvhfoNCUmAIgPrjlaayFPwBF2wrc
ZvUPnz9gq0kLbp+0XDIRID2VEVE=
-----END CERTIFICATE-----`);

setDefaultCACertificates([...getCACertificates('default'), root]);

const documents = new Map([
  [CERTIFICATE_URL, certificate],
  [ISSUER_URL, issuer],
]);

export const paypal: Genuine = {
  name: 'paypal',
  config: { preset: 'paypal', webhookId: '1JE4291016473214C' },
  secret: '',
  headers: {
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': CERTIFICATE_URL,
    'paypal-transmission-id': '69cd13f0-d67a-11e5-baa3-778b53f4ae55',
    'paypal-transmission-time': '2026-12-01T20:01:35Z',
    'paypal-transmission-sig':
      'XMS5buibMfxF1D20cFeAeXVE4VjaOCe9QgIsUPVWjeLTgXJwrNVpiZjUcO5fgzbNShM+ke8fcQg5OAGcJUFULxSb+BeJQQHez3wKbBw7c87xXbeJGUAd55YIUXZdnhMqtyMbDjMjCUGnFUnvVqqqWwtn369UzJeB6tOFG6X+IgaatoF83r1PDZxJdOAM2w9W1lK97h4Ji2V6BbNlJ7XNJnRN1Hv/LOR+UTUmaLa2oRH2as3to3xbhSNoOm/6qAi674iyIGmaZ+pogIekXu/jpiUBSiA+Fb6UejjoJnU8rmkmSANsq+gYid8/n9EuwPiOOaM1sIBSwaC/gFprbeD26A==',
  },
  body: '{"id":"WH-1"}',
  receivedAt: Date.parse('2026-12-01T20:01:36Z'),
  proven: {
    headers: [
      'paypal-auth-algo',
      'paypal-cert-url',
      'paypal-transmission-id',
      'paypal-transmission-time',
      'paypal-transmission-sig',
    ],
    body: true,
  },
  read: async (url) => {
    const document = documents.get(url);
    if (document === undefined) throw new Error('Another URL was asked for.');
    return document;
  },
};
