import { expect, it } from 'vitest';
import { ErrorBoundary } from './error-boundary.tsx';

it('shows a fault only at the place where it happened', () => {
  const caught = { place: '/workflows/1', ...ErrorBoundary.getDerivedStateFromError(new Error('broken')) };
  const state = { fault: null, ...caught };
  expect(state.fault).not.toBeNull();
  expect(ErrorBoundary.getDerivedStateFromProps({ place: '/workflows/1', children: null }, state)).toBeNull();
  expect(ErrorBoundary.getDerivedStateFromProps({ place: '/workflows', children: null }, state)).toEqual({
    fault: null,
    place: '/workflows',
  });
});

it('tells a fault that is null from none', () => {
  expect(ErrorBoundary.getDerivedStateFromError(null).fault).toEqual({ error: null });
});
