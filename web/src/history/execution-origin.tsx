import type { Execution } from '@millrace/shared/execution';
import { Link } from 'wouter';
import { pathTo, routes } from '../app/routes.ts';
import { shortId } from '../ui/short-id.tsx';

/** What an execution came of, with the way there. */
export function ExecutionOrigin({ execution: { origin, deliveryId } }: { readonly execution: Execution }) {
  const delivery = <Link href={pathTo(routes.delivery, { id: deliveryId })}>delivery {shortId(deliveryId)}</Link>;
  switch (origin.kind) {
    case 'delivery':
      return delivery;
    case 'test':
      return <>test with {delivery}</>;
    case 'call':
      return (
        <>
          called by <ExecutionLink id={origin.of} />, as {delivery}
        </>
      );
    case 'failure':
      return (
        <>
          failure of <ExecutionLink id={origin.of} />, as {delivery}
        </>
      );
    case 'retry':
      return (
        <>
          attempt {origin.attempt}, after <ExecutionLink id={origin.of} /> failed
          {origin.effects === 'reuse' ? ', with its recorded responses' : ''}, {delivery}
        </>
      );
    case 'replay':
      if (origin.of === null) return <>replay of {delivery}</>;
      return (
        <>
          replay of <ExecutionLink id={origin.of} />
          {origin.fromNode === null ? '' : ' from a step'}
          {origin.effects === 'reuse' ? ' with its recorded responses' : ''}, {delivery}
        </>
      );
  }
}

const ExecutionLink = ({ id }: { readonly id: string }) => (
  <Link href={pathTo(routes.execution, { id })}>{shortId(id)}</Link>
);
