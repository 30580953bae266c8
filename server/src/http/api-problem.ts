import type { Problem, ProblemType } from '@millrace/shared/problem';

const statuses: Record<ProblemType, number> = {
  'invalid-input': 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'stale-revision': 409,
  'graph-problems': 422,
  'tests-failed': 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'wrong-host': 421,
  'rate-limited': 429,
  unavailable: 503,
  internal: 500,
};

interface Extra {
  readonly detail?: string;
  readonly errors?: Problem['errors'];
  /** Where another status than the type's usual one is right. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a route throws in order to answer with a problem document. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(type: ProblemType, title: string, { detail, errors, status, headers = {} }: Extra = {}) {
    super(title);
    this.headers = headers;
    this.problem = {
      type: `/problems/${type}`,
      title,
      status: status ?? statuses[type],
      ...(detail !== undefined && { detail }),
      ...(errors !== undefined && { errors }),
    };
  }
}
