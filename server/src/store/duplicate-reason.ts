/** What a delivery is told to be that repeats another one: a sentence or two. */
export const duplicateReason = (sameBody: boolean): string =>
  sameBody
    ? 'It repeats an earlier delivery: it was answered like the first one, and not run.'
    : 'It has the key of an earlier delivery, but another body. It was answered like the first one, and not run. If both were meant, another key has to tell them apart.';
