/** What a person sees who starts the server: where it is, and the link that signs them in. */
export function banner({ origin, token, dataDir }: { origin: string; token: string; dataDir: string }): string {
  return [
    '',
    '  Millrace is running.',
    '',
    '  Open this link to sign in (it works once, within an hour):',
    '',
    `  ${origin}/sign-in?token=${token}`,
    '',
    `  Address  ${origin}`,
    `  Data     ${dataDir}`,
    '  Stop     Ctrl+C',
    '',
    '',
  ].join('\n');
}
