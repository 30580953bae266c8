/** Stands where nobody knows the value before it is there. Never comes out of JSON. */
export class UnknownValue {
  readonly #isText: boolean;

  constructor(kind: 'any' | 'text') {
    this.#isText = kind === 'text';
  }

  mayBe(type: string): boolean {
    return !this.#isText || type === 'string';
  }
}

export const anything = new UnknownValue('any');
export const anyText = new UnknownValue('text');
