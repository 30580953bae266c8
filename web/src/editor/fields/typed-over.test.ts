import { describe, expect, it } from 'vitest';
import { typedOver } from './typed-over.ts';

/** Types the characters one by one at the `|`, as the field does. */
const type = (start: string, characters: string): string => {
  let caret = start.indexOf('|');
  let text = start.replace('|', '');
  for (const character of characters) {
    const over = typedOver(text, caret, character);
    text = text.slice(0, caret) + (over === null ? character : '') + text.slice(caret + (over?.remove ?? 0));
    caret = over?.caret ?? caret + 1;
  }
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
};

describe('typedOver', () => {
  it('takes the space behind the opening brackets once', () => {
    expect(type('{{ | }}', ' input')).toBe('{{ input| }}');
  });

  it('goes over the closing brackets', () => {
    expect(type('{{ | }}', ' input.id }}')).toBe('{{ input.id }}|');
    expect(type('{{ | }}', 'input.id}}')).toBe('{{ input.id }}|');
    expect(type('Order {{ | }} of today', 'input.id }}')).toBe('Order {{ input.id }}| of today');
  });

  it('leaves the brackets of an object alone', () => {
    expect(type('{{ | }}', '{ a: 1 }')).toBe('{{ { a: 1 }| }}');
    expect(type('{{ | }}', '{ a: 1 } }}')).toBe('{{ { a: 1 } }}|');
  });

  it('inserts what is typed elsewhere', () => {
    expect(type('|', 'a }')).toBe('a }|');
    expect(type('{{ a }} |', '} ')).toBe('{{ a }} } |');
  });
});
