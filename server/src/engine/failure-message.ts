import type { Failure } from '@millrace/shared/execution';

/** What to do next, for failures whose own words say only what happened. */
const NEXT: Readonly<Record<string, string>> = {
  'script-error': 'Mend the script, or what comes into it.',
  'expression-error': 'Mend the expression, or what comes into it.',
  'http-connect': 'See whether the service runs there, or let the node retry.',
  'http-dns': 'Check the URL, or let the node retry.',
  'http-tls': 'Check the URL, or let whoever runs the service mend its certificate.',
  'http-timeout': 'Give the node a longer time limit, or let it retry.',
  'http-reset': 'Try again later, or let the node retry.',
  'http-bad-response': 'Check that the URL leads to an HTTP service, or let the node retry.',
  'http-too-many-redirects': 'Use the address that it leads to in the end, or allow more redirects.',
  'http-too-large': 'Ask for less at a time, or allow a larger answer.',
  'http-invalid-url': 'Change the URL in this node.',
  'http-invalid-header': 'Change the headers in this node.',
  'http-blocked-address': 'Allow the address in MILLRACE_ALLOW_TARGETS, or use another one.',
  'http-cancelled': 'Replay it from here.',
  'http-unreadable': 'Choose another way to read the answer in this node.',
  'cannot-set': 'Change the path, or what comes into this node.',
  'invalid-path': 'Write it as customer.id or items[0].sku.',
  'invalid-pattern': 'Mend the pattern in this node.',
  'invalid-config': 'Change it in this node, or what its expressions read.',
  'not-an-object': 'Let the nodes before it yield lists of objects.',
  'value-too-deep': 'Let the nodes before it keep only what later ones need.',
  internal: 'Replay it from here; if it fails again, report it with the log of the server.',
  cancelled: 'Replay it from here.',
};

/** Says at which node something failed, unless the failure does so itself, and what to do next. */
export function failureMessage({ code, message }: Failure, nodeName: string): string {
  const named = message.includes(`"${nodeName}"`) ? message : `"${nodeName}" failed: ${message}`;
  const next = NEXT[code];
  if (next === undefined || saysWhatToDo(message)) return named;
  return `${/[.!?…]$/.test(named) ? named : `${named}.`} ${next}`;
}

/** The words with which our own sentences turn to the person. */
const saysWhatToDo = (message: string): boolean =>
  /(?:^|[.;:] )(?:Add|Allow|Ask|Change|Check|Choose|Give|Let|Make|Mend|Put|Replay|Return|Split|Try|Use|Write|Is the)\b/.test(
    message,
  );
